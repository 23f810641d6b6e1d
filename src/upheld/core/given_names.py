"""Given names that are hardly ever another word: by them a name is found that nothing else announces.

The most frequent of the United States' census of 1990, which are free for anybody, and some of
other languages, as they are written without accents. What is as often a word, a place or a firm is
left out: May, Grant, Georgia, Chase.
"""

GIVEN = frozenset(
    """
aaron abbey abbie abby abdul abdullah abel abigail abraham abram achim adalberto adam adan addie
adela adelaida adelaide adele adelina adeline adell adolfo adolph adrian adriana adriane
adrianna adrianne adrien adrienne agata agatha agnes agnieszka agustin ahmad ahmed aida aiko
aileen aimee aino aisha akira alaina alan alana alanna alba albert alberta alberto albina alda
alden aldo alec alecia alejandra alejandro aleksander aleksandra alene alesha alesia alessandro
alessia aleta aletha alex alexa alexander alexandra alexandre alexandria alexis alfonso alfonzo
alfred alfreda alfredo alice alicia alina aline alisa alisha alison alissa allan allen allene
allie allison allyson alma alonzo alphonse alphonso alta altagracia althea alton alva alvaro
alvin alvina alyce alyson alyssa amado amalia amanda ambrose amelia amelie amie amina amir amit
amos amparo anabel anastasia anders anderson andra andre andrea andreas andrei andres andrew
andria andrzej andy angela angelia angelica angelina angeline angelique angelita angelo angie
anibal anissa anita anjali anke anna annabelle annamarie anne annelies annemarie annetta annette
annie annika annmarie anouk anselm anthony antione antionette antje antoine antoinette anton
antone antonella antonette antonia antonin antonio antony antwan araceli aracely archie arden
ardis ardith aretha ariana ariel arif arjun arleen arlen arlene arline armand armando armida
arnaud arne arnold arnoldo arnulfo aron arron arthur artie arturo ashlee ashleigh ashley ashton
aslaug astrid athena aubrey audra audrey augusta augustine augustus aura aurelia aurelie aurelio
avery aziz bambi barb barbara barbora barbra barney barrett bart barton bartosz beata beatrice
beatriz beau becky belen belinda bella belle belva benedict benedikt benita benito benjamin
bennett bennie benny benoit benton bernadette bernadine bernard bernardo bernd bernice bernie
berniece bernita bert berta bertha bertie bertram beryl bess bessie beth bethany betsy bette
bettie bettina betty bettye beulah beverley beverly bianca billie billy birdie birgit bjorn
blaine blair blake blanca blanch blanche bobbi bobbie bobby bogdan bonita bonnie bonny booker
boris boyce boyd brad bradford bradley bradly brady bram branden brandi brandie brandon brant
breanna brenda brendan brendon brenna brent brenton bret brett brian briana brianna brianne
brice bridget bridgett bridgette brigette brigitte britney britt brittani brittney brock brooke
bruce bruno bryan bryant bryce bryon buford burl burt burton buster byron caitlin caitlyn caleb
callie calvin cameron camilla camille candace candelaria candi candice candida cara caren carey
cari caridad carina carissa carl carla carleen carlene carlo carlos carlotta carlton carly
carman carmel carmela carmelita carmella carmelo carmen carmine carol carole carolee caroline
carolyn carrie carrol carroll carson caryl caryn casandra casey caspar cassandra cassie catalina
catharine catherine cathie cathleen cathrine cathryn cathy catina catrina cecelia cecil cecile
cecilia cecilie cedric celeste celestine celia celina celine cesar chad chadwick chanda chandra
chang chantal chantel charisse charla charleen charlene charles charley charlie charline
charlotte charmaine chas chasity chauncey chelsea chelsey chelsie cheri cherie cherly cheryl
cheryle chester chet chiara chiquita chloe chrissy christa christal christen christi christin
christina christine christoper christophe christopher christy chrystal chuck cindi cindy cinthia
clair claire clara clare clarence clarice clarissa clark claud claude claudette claudia claudine
claudio clayton clemens clementine cleo cletus clifford clifton clint clinton clyde colby cole
coleen coleman colette colin colleen collette collin colton concepcion concetta connie conrad
consuelo cora coral cordelia cordell corey cori corina corine corinna corinne cornelia cornelius
cornell corrie corrine cortez cortney cory cosimo courtney craig cristal cristina cristine
cristobal cristopher cristy curtis cynthia cyril cyrus dagmar dalia dalton damaris damian damien
damion damon dana danelle danette danial daniel daniela daniella danielle danilo danita danna
dannie danny dante daphne dara darci darcy daren daria darin dario darius dariusz darla darleen
darlene darnell daron darrel darrell darren darrick darrin darron darryl darwin daryl dave david
davide dawna dayna deana deandre deangelo deann deanna deanne debbie debby debi debora deborah
debra debrah deena deepak deidra deidre deirdre delbert delfina delia delilah delma delmar
delmer delois delores deloris delphine demarcus demetria demetrius dena denice denis denise
dennis denny deon derek derick derrick deshawn desiree desmond dessie devin devon dewayne dewey
dewitt dexter dian diana diane diann dianna dianne diego dieter dillon dimitri dina dinah dino
dion dionne dirk dixie dmitri dollie dolly dolores domenic dominga domingo dominic dominick
dominika dona donald donita donn donna donnell donnie donny donovan donte dora dorcas doreen
dorene doretha dori dorian dorinda doris dorota dorothea dorothy dorris dortha dorthy dottie
doug douglas douglass dovie doyle dragan duane dudley dulce duncan dustin dwain dwayne dwight
dylan eamonn earle earlene earline earnestine ebony eddie eddy edgar edgardo edie edison edith
edmond edmund edna edoardo eduardo edward edwardo edwin edwina edythe effie efrain efren eileen
eilidh ekaterina elaina elaine elba elbert elda eldon eldridge eleanor eleanore elena elenor
elia elias elida elijah elinor elisa elisabeth elise eliseo elisha elissa eliza elizabeth
elizebeth ella ellen ellie elliot elliott ellis ellsworth elma elmer elmo elnora elodie eloisa
eloise elouise eloy elroy elsa elsie elton elva elvia elvin elvira elvis elwood elyse emanuel
emerson emery emil emile emilia emilie emilio emily emma emmanuel emmett emmitt emory emre enid
enoch enrico enrique enriqueta erasmo eric erica erich erick ericka erik erika erin erlinda erma
erna ernest ernestina ernestine ernesto ernie errol ervin erwin esmeralda esperanza esra esteban
estela estella estelle esther ethan ethel etta eugene eugenia eugenio eula eulalia eunice
eusebio evan evangelina evangeline evelyn everett everette evette evie evonne ezekiel ezequiel
ezra fabian fabien fabiola fabrizio fanny farah farid farrah fatima faustino fausto fawn faye
federico felecia felicia felicita felicitas felipa felipe felisha felix felton ferdinand fermin
fernanda fernando fidel filiberto filip filomena fletcher flor flora florencio florentino
florian florine flossie floy floyd foster fran frances francesca francesco francine francis
francisca francisco franck francois frank frankie fred freda freddie freddy frederic frederick
frederik fredric fredrick freeman freida frieda fritz gabor gabriel gabriela gabriella gabrielle
gaetan gail galen garfield garland garnet garret garrett garry garth gary gaston gavin gaye
gayla gayle gaylord gena genaro genevieve genoveva geoffrey george georgette georgiana
georgianna georgie georgina gerald geraldine geraldo gerard gerardo gerd gerda gerhard geri
gerri gerry gertie gertrude gianluca gilbert gilberto gilda gillian gina ginny gino giorgio
giovanni gisela giselle giulia giuseppe gladys glenda glenn glenna gloria gonzalo gordon gracie
graciela grady graham granville greg gregg gregoria gregorio gregory greta gretchen griselda
grover grzegorz guadalupe guillaume guillermina guillermo gunther gussie gustav gustavo gwen
gwendolyn hailey hakan haley halina hallie hamid hank hanna hannah hannelore hans harald harlan
harland harold harriet harriett harriette harris harrison harry harvey hasan hassan hattie
haydee hayden hayley haywood hazel heather hector heidi heike heinz helen helena helene helga
hellen henrietta henrik henry herbert heriberto herlinda herman hermelinda herminia herschel
hershel hester hilario hilary hilda hildegard hillary hipolito hiroshi holli hollie hollis homer
horace horacio horst hortencia hortense howard hoyt hubert hugh hugo humberto hyman ibrahim
idella ignacio igor ikram ileana ilene ilse imelda imogene imran ines inez inge ingrid iola iona
ione iqbal irena irene irma irvin irving irwin isaac isabel isabell isabella isabelle isaiah
isaias isiah isidro ismael ismail isreal issac ivan ivana ivette ivonne ivory iwona jacek jackie
jacklyn jaclyn jacob jacque jacquelin jacqueline jacquelyn jacques jacquline jada jaime jaimie
jake jakob jakub jamaal jamal jamar jame jamel james jamey jami jamie jamila jamison jana jane
janeen janel janell janelle janet janette janice janie janina janine janis janna jannette jannie
jaqueline jared jarod jarred jarrett jarrod jarvis jasmin jasmine jason jasper javier jayme
jayne jayson jean jeana jeane jeanetta jeanette jeanie jeanine jeanna jeanne jeannette jeannie
jeannine jeff jefferey jeffery jeffrey jeffry jena jenelle jenifer jeniffer jenna jennette jenni
jennie jennifer jenny jens jerald jeremiah jeremy jeri jermaine jerold jerome jerri jerrie
jerrod jerrold jerry jerzy jesica jess jesse jessica jessie jesus jill jillian jimmie jimmy
joachim joan joanie joann joanna joanne joao joaquin jocelyn jodi jodie jody joel joelle joellen
joesph joey johan johanna johannes john johnathan johnathon johnie johnna johnnie johnny johnson
joleen jolene jonah jonas jonathan jonathon joni jonnie joost jordon jorg jorge jorn jose josef
josefa josefina joseph josephina josephine josette josh joshua josiah josie jospeh josue jovita
joyce joycelyn juan juana juanita jude judi judith judson judy juha jules juli julia julian
juliana julianna julianne julie julien juliet juliette julio julius jung jurgen justin justina
justine kaitlin kaitlyn kala kamal kami kamil kara kareem karen kari karin karina karissa karl
karla karol karolyn karon karrie karyn kasey kassandra katarzyna kate katelyn katharina
katharine katherine katheryn kathi kathie kathleen kathrine kathryn kathy katie katina katja
katrin katrina katy kaye kayla keely keenan keisha keith kelley kelli kellie kelly kelsey kelvin
kendall kendra kendrick kenji kenneth kennith kenny kent kenton keri kermit kerri kerrie kerry
kesha keshia keven kevin khalid kieth kimberlee kimberley kimberly kira kirby kirk kirsten kisha
kitty klaus kofi korey kori kory kris krista kristal kristen kristi kristie kristin kristina
kristine kristofer kristopher kristy krystal krystle krzysztof kurt kurtis kyla kyle kylie kyong
kyra kyung lacey lacie ladonna lakeisha lakesha lakeshia lakisha lamar lamont lana lance landon
lanny laquita lara larissa larry lars lashanda lashawn lashonda laszlo latanya latasha latisha
latonia latonya latosha latoya latrice latricia laura laureen laurel lauren laurence laurent
lauretta laurette lauri laurie lavern laverne lavina lavon lavonne lawanda lawerence lawrence
lazaro leah leann leanna leanne leatrice leeann leigh leila leilani leisa lela leland lelia
lemuel lena lenard lenny lenora lenore leola leon leona leonard leonardo leone leonel leonor
leonora leopoldo leora leota leroy lesa lesley leslie lessie lester leszek leta letha leticia
letitia lettie lewis libby lida lidia lieke liesbeth lila lilia lilian liliana lillian lillie
lilly lina linda lindsay lindsey lindy linnea linnie lino linwood lionel lisa lise lisette
lissette liza lizabeth lizbeth lizette lizzie lloyd logan lois lola lolita lona lonnie lonny
lora loraine loren lorena lorene lorenza lorenzo loretta lori lorie lorine lorna lorraine lorri
lorrie lottie louann louella louie louis louisa louise lourdes lovie lowell loyd luann luanne
luca lucas lucia luciano lucie lucien lucila lucile lucille lucinda lucio lucius lucretia lucy
ludovic luella luigi luis luisa lukas lukasz luke lula lulu lupe lura luther lydia lyle lyman
lynda lyndon lyndsey lynette lynn lynne lynnette mabel mable maciej mack mackenzie madeleine
madeline madelyn madge madonna magda magdalena magdalene maggie magnolia magnus mahmoud maja
majorie malcolm malcom malgorzata malik malinda malissa mallory mamie mandi mandy manfred manon
manuel manuela mara maranda marc marcel marcela marcelina marcelino marcella marcelle marcellus
marcelo marci marcia marcie marcin marco marcos marcus marcy marek margaret margarette margarita
margarito marge margery margie margit margo margot margret marguerite maria mariah mariam marian
mariana mariann marianna marianne mariano maribel maricela marie marietta marijke marilee
marilyn marilynn marina mario marion marisa marisela marisol marissa marita maritza mariusz
marjorie marjory markus marla marlena marlene marlon marlyn marlys marnie marquerite marquita
marsha marshall marta martha marti martin martina marty marva marvel marvin mary maryann
maryanne marybeth maryellen maryjane marylin marylou mateusz mathew mathieu matilda matilde matt
matteo matthew matthias mattie maud maude maudie maura maureen maurice mauricio maurine mauro
mavis maxie maxime maximo maxine maxwell maya maybelle mayme maynard mayra mckinley meagan
meaghan megan meghan mehdi mehmet melanie melba melina melinda melisa melissa mellisa mellissa
melodie melony melva melvin melvina meredith merle merlin merrill mervin meta micaela micah
michael michaela michal michale micheal michel michele michell michelle mickey migdalia miguel
mika mikael mike mikel mikko milagros mildred milford millard millicent millie milo milos milton
mimi mina mindy minerva minh minnie miquel mireya miriam mirian mirna miroslav missy misti misty
mitch mitchel mitchell mittie mitzi modesto mohamed mohammad mohammed moises mollie molly mona
monica monika monique monroe monte moritz morris morton mose moses moshe mozelle muhammad muriel
murray mustafa myles myra myriam myrna myron myrtis myrtle nadia nadine nadja nakia nanci nancy
nanette nannette nannie naomi napoleon natalia natalie natasha nathalie nathan nathanael
nathanial nathaniel natividad neal nedra neil nelda nell nellie nelly nelson nena nereida nestor
nettie neva neville newton nicholas nichole nick nicki nickolas nicky nicola nicolas nicole
niels nigel niki nikita nikki nikolai nila nilda nils nina nita noah noelle noemi nola nolan
nona nora norbert norberto noreen norma normand norris novella nuno nydia octavia octavio odell
odessa odis ofelia oleg olen oleta olga olin oliver olivia olivier ollie omar omer ophelia
oralia oren orpha orval orville osvaldo oswaldo otha otis otto owen oyvind pablo paige palmer
pamala pamela pansy paola pascal pasquale patrica patrice patricia patrick patsy patti pattie
patty paul paula paulette paulina pauline pavel pawel pearlie pearline pedro peggie peggy
penelope pennie percy perla perry peter petra phil philip philippe phillip phillis philomena
phoebe phuong phylis phyliss phyllis pierre pieter pilar piotr polly porfirio portia preston
pricilla priscilla priya quentin quincy quinn quintin quinton rachael racheal rachel rachelle
rafael rafaela rafal rainer rajesh raleigh ralf ralph ramiro ramon ramona randal randall randell
randi randolph randy raphael raquel rashad raul raven ravi rayford raymon raymond raymundo reba
rebeca rebecca rebekah refugio reggie regina reginald reid reina reinaldo rena renae renaldo
renata renate renato rene renee renita reta retha reuben reyes reyna reynaldo reza rhea rhett
rhiannon rhoda rhonda ricardo riccardo richard richelle richie rick rickey rickie ricky
rigoberto riley rita robbie robbin robby robert roberta roberto robt robyn rocco rochelle rocio
roderick rodger rodney rodolfo rodrick rodrigo rogelio roger roland rolando rolf rolland roma
romeo romona rona ronald ronda ronnie ronny roosevelt rory rosa rosalba rosalee rosalia rosalie
rosalina rosalind rosalinda rosalyn rosanna rosanne rosario roscoe roseann roseanna roseanne
rosella roselyn rosemarie rosemary rosendo rosetta rosie rosina rosita roslyn rowena roxana
roxane roxann roxanna roxanne roxie ruben rubin rubye rudolf rudolph rudy ruediger rufus rupert
russ russel russell ruth ruthann ruthie ryan sabina sabine sabrina sadie salim sally salvador
salvatore samantha samatha samir sammie sammy samual samuel sandi sandra sanford sanjay sanjuana
sanjuanita sara sarah sasha saskia saul saundra scarlett scott scottie scotty sean sebastian
sebastien selena selina selma serena serge sergei sergio seth seymour shaina shalonda shameka
shamika shana shanda shane shanna shannon shanon shanta shante shantel shara shari sharla
sharlene sharon sharonda sharron sharyn shaun shauna shawn shawna shayla shayna shayne sheena
sheila shelby sheldon shelia shelley shelli shellie shelly shelton sheree sheri sherie sherita
sherman sherri sherrie sherrill sherwood sheryl shiela shirlene shirley shonda sidney sigrid
silas silke silvia simon simone sinead siobhan slawomir socorro sofia sofie soledad solomon
solveig sondra sonia sonja sonny sonya sophia sophie spencer stacey staci stacia stacie stan
stanford stanley stanton starla starr stefan stefania stefanie stefano stella stephan stephane
stephanie stephany stephen stephenie steve steven stevie stuart susan susana susanna susannah
susanne susie suzan suzanna suzanne suzette sven svetlana sybil sylvester sylvia sylvie sylwia
tabatha tabitha tadeusz takeshi tamara tameka tamela tamera tami tamika tammi tammie tammy tamra
tania tanisha tanya tara tariq taryn tatiana tawana tawanda tawnya teddy teena tena teodoro
terence teresa terese teresita teressa teri terrance terrell terrence terri terrie terry tessa
tessie thad thaddeus thanh thea theda thelma theo theodora theodore theresa therese theron
thierry thijs thomas thorsten thurman thuy tiana tiara tierra tiffani tiffanie tiffany tillie
timmy timothy tina tisha titus tobias toby todd tomas tomasa tomasz tomeka tommie toney tonia
tonja tony tonya torsten tory tosha toya tracey traci tracie tracy travis trena trent trenton
tresa tressa treva trevor trey tricia trina trisha trista tristan trudy truman twila twyla tyra
tyree tyrell tyron tyrone tyson ulrich ulrike ulysses umberto ursula vaclav vada valarie
valentin valentina valeria valerie valorie vance vanessa vaughn veda velda velma venessa venita
vera verda vergie verla vern verna vernell vernice vernon veronica veronique vesta vicente
vickey vicki vickie vicky victoria vida vijay vikki viktor vilma vince vincent vincenzo viola
violeta virgie virgil virgilio virgina vito vivian viviana vladimir volker vonda waldo walker
wallace walter walton wanda ward warner warren waylon wayne weldon wendell wendi wendy werner
wesley weston whitney wiebke wilber wilbert wilbur wilburn wilda wilford wilfred wilfredo
wilfried wilhelm wilhelmina willa willard willem william williams willie willis willy wilma
wilmer wilson wilton windy winfred winifred winnie winnifred winona winston wioletta wojciech
wolfgang woodrow wyatt xavier xiomara yadira yasmin yesenia yolanda yolonda yoshiko yuki yusuf
yves yvette yvonne zachariah zachary zachery zack zackary zane zbigniew zdenek zelda zella zelma
zenaida zeynep zofia zoila zola zoraida zuzana
""".split()
)
