"""Given names that are hardly ever another word: by them a name is found that nothing announces.

The most frequent of the United States' census of 1990, which are free for anybody, and some of
other languages, as they are written without accents. What is as often a word, a place or a firm is
left out: May, Grant, Georgia, Chase.
"""

GIVEN = frozenset(
    """
aaliyah aaron abbey abbie abby abdul abdullah abe abel abena abigail abraham abram achim
adalberto adam adan addie adebayo adeel adela adelaida adelaide adele adelina adeline adell
adella adeola adolfo adolph adrian adriana adriane adrianna adrianne adrien adrienne agata
agatha agnes agnieszka agustin ahmad ahmed aida aidan aiden aiko aileen ailsa aimee aino aisha
aisling akira akosua alaina alan alana alanna alastair alba alberta albertha alberto albie
albina alda alden aldo alec alecia alejandra alejandro aleksander aleksandra alene alesha alesia
alessandro alessia aleta aletha alex alexa alexander alexandra alexandre alexandria alexia
alexis alfie alfonso alfonzo alfred alfreda alfredo ali alice alicia alida alina aline alisa
alisha alison alissa alistair allan allen allene allie allyson alma almeda alonso alonzo
alphonse alphonso altagracia althea alton alva alvaro alvin alvina alyce alycia alyson alyssa
amado amalia amanda ambrose amelia amelie ami amie amina amir amit amos amparo amy anabel anais
anastasia anders andra andre andrea andreas andrei andres andrew andria andrzej angela angelia
angelica angelina angeline angelique angelita angelo angie anh anibal anil anissa anita anitra
anjali anke ann anna annabelle annamarie anne annelies annemarie annetta annette annie annika
annmarie anouk anselm anthony antione antionette antje antoine antoinette anton antone antonella
antonette antonia antonin antonio antony antwan anya aoife araceli aracely archie arden ardis
ardith aretha ariana ariel arif arjun arleen arlen arlene arlie arline arlo armand armando
armida arnaud arne arnold arnoldo arnulfo aron arran arron arthur artie arturo asa asha asher
ashlee ashleigh ashley ashlie ashly ashraf ashton aslaug astrid athena aubrey audra audrey audry
augusta augustine augustus aura aurelia aurelie aurelio austen ava avery awilda ayesha ayla
ayodele aziz babatunde bailey bambi barb barbara barbora barbra barney barrett bart barton
bartosz beata beatrice beatriz beau becky belen belinda bella belle belva benedict benedikt
benita benito benjamin bennett bennie benny benoit benton bernadette bernadine bernard bernardo
bernd bernice bernie berniece bernita bert berta bertha bertie bertram beryl bess bessie beth
bethan bethany betsy bette bettie bettina betty bettye beulah beverley beverly bianca bilal
billie billy birdie birgit bjorn blaine blair blake blanca blanch blanche bobbi bobbie bobby
bogdan bonita bonnie bonny booker boris boyce boyd brad bradford bradley bradly brady bram
brandee branden brandi brandie brandon brant breanna brenda brendan brendon brenna brenton bret
brett briana brianna brianne brice bridget bridgett bridgette brigette brigitte britney britt
brittani brittney brock broderick brodie bronagh bronwyn brooke bruce bruno bryan bryant bryce
bryon bryony buford burl burt burton buster byron caitlin caitlyn caleb callie callum calum
calvin cameron camilla camille candace candance candelaria candi candice candida candis cara
caren carey cari caridad carin carina carissa carl carla carleen carlene carlo carlos carlotta
carlton carly carman carmel carmela carmelita carmella carmelo carmen carmine carol carole
carolee caroline carolyn carrie carrol carroll carson caryl caryn carys casandra casey caspar
cassandra cassidy cassie catalina cathal catharine catherine cathie cathleen cathrine cathryn
cathy catina catrina catriona cecelia cecil cecile cecilia cecilie cedric cedrick celeste
celestine celia celina celine cerys cesar chad chadwick chana chanda chandra chang chantal
chantel chantelle charissa charisse charla charleen charlene charles charley charlie charline
charlotte charmaine chas chasity chauncey chelsea chelsey chelsie cheri cherie cherise cherly
cherrie cheryl cheryle chester chet cheyenne chiara chidi chinedu chiquita chloe chrissy christa
christal christel christen christi christiana christin christina christine christoper christophe
christopher christy chrystal chuck ciara ciaran cierra cinda cindi cindy cinthia clair claire
clara clare clarence clarice clarissa clark claud claude claudette claudia claudine claudio
clayton clemens clementine cleo cleta cletus clifford clifton clint clinton clive clodagh clyde
colby cole coleen coleman colette colin colleen collette collin colm colton concepcion concetta
connie connor conor conrad consuelo cora coral cordelia cordell corey cori corina corine corinna
corinne cormac cornelia cornelius cornell corrie corrine cortez cortney cory cosimo courtney coy
craig crispin cristal cristina cristine cristobal cristopher cristy curtis cyndi cynthia cyril
cyrus dagmar dalia dalton damaris damian damien damion damon dan dana danelle danette danial
daniel daniela daniella danielle danilo danita danna dannie danny dante daphne dara darci darcie
darcy darell daren daria darin dario darius dariusz darla darleen darlene darline darnell daron
darragh darrel darrell darren darrick darrin darron darryl daryl dave david davide davina dawna
dayna deana deandre deangelo deann deanna deanne debbie debby debi debora deborah debra debrah
declan dedra deena deepa deepak deidra deidre deirdre delbert delfina delia delilah delma delmar
delmer delois delores deloris delphine demarcus demetra demetria demetrius dena denice denis
denise dennis denny deon derek derick dermot derrick deshawn desiree desmond dessie devin devon
dewayne dewey dewitt dexter dian diana diane diann dianna dianne diarmuid diego dieter dillon
dimitri dina dinah dinesh dino dion dionne dirk dixie dmitri dollie dolly dolores domenic
dominga domingo dominic dominick dominika dona donal donald donita donn donna donnell donnie
donny donovan donte dora dorcas doreen dorene doretha dori dorian dorinda doris dorota dorothea
dorothy dorris dorsey dortha dorthy dottie doug dougal douglas douglass dovie doyle dragan duane
dudley dulce duncan dustin dwain dwayne dwight dylan eabha eamonn earle earlene earline
earnestine ebony eddie eddy edgar edgardo edie edison edith edmond edmund edmundo edna edoardo
eduardo edward edwardo edwin edwina edythe effie efrain efren eileen eilidh eilish ekaterina
elaina elaine elba elbert elda eldon eldridge eleanor eleanore elena elenor eli elia elias elida
elijah elin elinor elisa elisabeth elise eliseo elisha elissa eliza elizabeth elizebeth ella
ellen ellie elliot elliott ellis ellsworth elma elmer elmo elna elnora elodie eloisa eloise
elouise eloy elroy elsa elsie elton elva elvia elvin elvira elvis elwood elyse emanuel emeka
emer emerson emery emil emile emilia emilie emilio emily emma emmanuel emmett emmitt emory emre
ena enedina enid enoch enrico enrique enriqueta eoghan eoin erasmo eric erica erich erick ericka
erik erika erin erlinda erma erna ernest ernestina ernestine ernesto ernie errol ervin erwin
esme esmeralda esperanza esra esteban estela estella estelle esther estrella ethan ethel ethelyn
etta euan eugene eugenia eugenio eula eulalia eunice eusebio eva evalyn evan evangelina
evangeline eve evelyn everett everette evette evie evon evonne ewan ezekiel ezequiel ezra fabian
fabien fabiola fabrizio faisal fanny farah farid farrah fatima faustino fausto fawn faye
fearghal federico felecia felicia felicita felicitas felipa felipe felisha felix felton
ferdinand fergal fergus fermin fernanda fernando ffion fidel filiberto filip filomena finlay
finley finn fintan fiona fionn fletcher flor flora florencio florene florentino florian florine
flossie floy floyd folake fonda foster fran frances francesca francesco francine francis
francisca francisco franck francois frank frankie franklyn fraser fred freda freddie freddy
frederic frederick frederik fredric fredrick freeman freida freya frieda fritz funmi gabor
gabriel gabriela gabriella gabrielle gaetan gail galen gareth garfield garnet garret garrett
garry garth gary gaston gavin gaye gayla gayle gaylord gemma gena genaro genevieve genoveva
geoffrey george georgette georgiana georgianna georgie georgina geraint gerald geraldine geraldo
geralyn gerard gerardo gerd gerda gerhard gerri gerry gertie gertrude gethin gianluca gilbert
gilberto gilda giles gillian gina ginny gino giorgio giovanna giovanni gisela gisele giselle
gita giulia giuseppe gladys glenda glenn glenna gloria gonzalo gordon gracie graciela grady
graeme graham graig grainne granville greg gregg gregoria gregorio gregory greta gretchen
griselda grover grzegorz guadalupe guillaume guillermina guillermo gunther gus gussie gustav
gustavo gwen gwendolyn gwyneth hailey hakan hal haley halina hallie hamid hamish hamza hank
hanna hannah hannelore hans harald harlan harland harold haroon harpreet harriet harriett
harriette harris harrison harry harvey hasan hassan hattie haydee hayden hayley haywood hazel
heather hector hedwig heidi heike heinz helen helena helene helga hellen henrietta henrik henry
herbert heriberto herlinda herman hermelinda herminia herschel hershel hester hettie hilario
hilary hilda hildegard hillary hipolito hiroshi hoa hobert holli hollie hollis horace horacio
horst hortencia hortense howard hoyt hubert hugh hugo humberto huw hyman iain ian ibrahim ida
idalia idella ifeoma ignacio igor ike ikram ila ileana ilene ilona ilse imelda imogen imogene
imran ina indira ines inez inga inge ingeborg ingrid iola iona ione iqbal iqra ira irena irene
irma irvin irving irwin isaac isabel isabell isabella isabelle isaiah isaias isiah isidro isla
ismael ismail ismay isreal issac iva ivan ivana ivette ivonne ivory iwona jacek jacinta jacinto
jackie jacklyn jaclyn jacob jacque jacquelin jacqueline jacquelyn jacques jacquline jada jae
jaime jaimie jake jakob jakub jamaal jamal jamar jame jamel james jamey jami jamie jamila
jamison jana jane janeen janel janell janelle janet janette janice janie janina janine janis
janna jannette jannie jaqueline jared jarod jarred jarrett jarrod jarvis jasmin jasmine jason
jasper jaspreet javed javier jay jayden jayme jayne jayson jazmin jean jeana jeane jeanetta
jeanette jeanie jeanine jeanna jeanne jeannette jeannie jeannine jed jeff jefferey jeffery
jeffrey jeffry jemima jena jenelle jenifer jeniffer jenna jennette jenni jennie jennifer jenny
jens jenson jerald jeramy jere jeremiah jeremy jeri jerilyn jermaine jerold jerome jeromy
jerrell jerri jerrie jerrod jerrold jerry jerzy jesica jess jesse jessica jessie jesus jill
jillian jim jimmie jimmy joachim joan joanie joann joanna joanne joao joaquin jocelyn jodi jodie
jody joel joelle joellen joesph joey johan johanna johannes john johnathan johnathon johnie
johnna johnnie johnny johnson joleen jolene jolyon jon jonah jonas jonathan jonathon joni jonna
jonnie joost jordon jorg jorge jorn jose josef josefa josefina joseph josephina josephine
josette josh joshua josiah josie jospeh joss josue jovita joyce joycelyn juan juana juanita jude
judi judith judson judy juha jules juli julia julian juliana julianna julianne julie julien
juliet juliette julio julius jung jurgen justin justina justine kai kaitlin kaitlyn kala kamal
kami kamil kandi kandice kara kareem karen kari karie karin karina karissa karl karla karol
karolyn karon karri karrie karyn kasey kashif kassandra katarzyna kate katelyn katharina
katharine katherine katheryn kathi kathie kathleen kathlene kathrine kathryn kathy katie katina
katja katrin katrina katy kavita kay kaye kayla kaylee kayleigh keely keenan keira keiran keisha
keith kelley kelli kellie kelly kelsey kelvin ken kendall kendra kendrick keneth kenji kenneth
kennith kenny kent kenton kenzie keri kermit kerri kerrie kerry kesha keshia keven kevin khadija
khalid kian kieran kieth kimberlee kimberley kimberly kip kira kiran kirby kirk kirsten kirsty
kisha kitty klaus kofi korey kori kory kraig kris krista kristal kristan kristen kristi kristie
kristin kristina kristine kristofer kristopher kristy krystal krystle krystyna krzysztof kumar
kurt kurtis kwame kwesi kyla kyle kylie kyong kyra kyung lacey lachlan lacie ladonna lakeisha
lakesha lakeshia lakisha lakshmi lamar lamont lana landon lanette lanny laquita lara larissa
larry lars larue lashanda lashawn lashonda laszlo latanya latasha latisha latonia latonya
latosha latoya latrice latricia lauchlan laura laureen laurel lauren laurence laurent lauretta
laurette lauri laurie lavern laverne lavina lavon lavonda lavonne lawanda lawerence lawrence
layla lazaro lea leah leandro leann leanna leanne leatha leatrice leeann leif leigh leila
leilani leisa lela leland lelia lemuel lena lenard lenny lenora lenore leo leola leon leona
leonard leonardo leone leonel leonor leonora leopoldo leora leota leroy lesa lesley leslie
lessie lester leszek leta letha leticia letitia lettie lewis lexi leyla lia liam libby lida
lidia lieke liesbeth lila lilia lilian liliana lillian lillie lilly lina linda lindsay lindsey
lindy linette linnea linnie lino linwood lionel lisa lise lisette lissette lita liz liza
lizabeth lizbeth lizette lizzie lloyd logan lois lola lolita lon lona lonnie lonny lora loraine
lorcan loren lorena lorene lorenza lorenzo loretta lori lorie lorinda lorine lorna lorraine
lorri lorrie lottie louann louella louie louis louisa louise lourdes lovie lowell loyd luann
luanne luca lucas lucia luciano lucie lucien lucila lucile lucille lucinda lucio lucius lucretia
lucy ludovic luella luigi luis luisa lukas lukasz luke lula lulu lupe lupita lura luther luz
lyda lydia lyle lyman lyn lynda lyndon lyndsey lynette lynn lynne lynnette lynwood mabel mable
maciej mack mackenzie maddison madeleine madeline madelyn madge madonna maeve magda magdalena
magdalene maggie magnolia magnus mahmoud mairead maisie maja majorie malachy malcolm malcom
malgorzata malik malinda malissa mallory mamie mandi mandy manfred manish manon manuel manuela
mara maranda marc marcel marcela marcelina marcelino marcella marcelle marcellus marcelo marci
marcia marcie marcin marco marcos marcus marcy marek margaret margarete margarette margarita
margarito marge margery margie margit margo margot margret marguerite maria mariah mariam marian
mariana mariann marianna marianne mariano maribel maribeth maricela marie marietta marijke
marilee marilyn marilynn mario marion marisa marisela marisol marissa marita maritza mariusz
marjorie marjory markus marla marlena marlene marlo marlon marlyn marlys marnie marquerite
marquita marsha marshall marta martha marti martin martina marty marva marvel marvin mary maryam
maryann maryanne marybeth maryellen maryjane maryjo marylin marylou mateusz mathew mathieu
matilda matilde matt matteo matthew matthias mattie maud maude maudie maura maureen maurice
mauricio maurine mauro mavis maxie maxime maximo maxine maxwell maya maybelle mayme maynard
mayra mazie mckinley meagan meaghan meena megan meghan mehdi mehmet mei mel melanie melba melina
melinda melisa melissa mellisa mellissa melodie melonie melony melva melvin melvina meredith
merle merlin merrill mervin mhairi mia micaela micah michael michaela michal michale micheal
michel michele michell michelle mickey migdalia miguel mika mikael mike mikel mikko milagros
mildred milford milissa millard millicent millie milo milos milton mimi mina mindi mindy minerva
minh minnie miquel mireya miriam mirian mirna miroslav mirta missy misti misty mitch mitchel
mitchell mittie mitzi modesto mohamed mohammad mohammed mohan moira moises mollie molly mona
monica monika monique monroe monte morag moritz morris morton mose moses moshe mozelle muhammad
murdo muriel murray mustafa myles myra myriam myrna myron myrtis myrtle nadia nadine nadja nakia
nanci nancy nanette nannette nannie naomi napoleon naresh nasreen natalia natalie natasha
nathalie nathan nathanael nathanial nathaniel natividad neal ned nedra neha neil nelda nell
nelle nellie nelly nelson nena nereida nestor nettie neva neve neville ngozi nia niall niamh
nicholas nichole nicki nickolas nicky nicola nicolas nicole nicolette nidia niels nigel nikhil
niki nikita nikki nikolai nila nilda nils nina nita nkechi noah noe noelia noelle noemi nola
nolan nona noor nora norbert norberto noreen norene norma normand norris novella nuno nydia
obinna octavia octavio odell odessa odis ofelia oisin ola oleg olen oleta olga olin oliver
olivia olivier ollie olufemi oluwaseun oma omar omer ona ophelia oralia oren orla orpha orval
orville oscar osian oskar osvaldo oswaldo otha otis otto owain owen oyvind pablo padraig paige
palmer pam pamala pamela pansy paola parveen pasquale patrica patrice patricia patrick patsy
patti pattie patty paul paula paulette paulina pauline pavel pawel pearlie pearline pedro peggie
peggy penelope pennie percy perla perry peter petra phil philip philippa philippe phillip
phillis philomena phoebe phuong phylis phyliss phyllis pierre piers pieter pilar piotr pippa
polly pooja poppy porfirio portia pradeep preeti preston pricilla priscilla priya quentin quincy
quinn quintin quinton rachael racheal rachel rachelle rae rafael rafaela rafal rahul rainer raj
rajesh rakesh raleigh ralf ralph ramesh ramiro ramon ramona randal randall randell randi
randolph randy raphael raquel rashad rashid raul raven ravi rayford raymon raymond raymundo reba
rebeca rebecca rebekah reece refugio reggie regina reginald reid reina reinaldo rekha rena renae
renaldo renata renate renato rene renee renita reta retha reuben rex rey reyes reyna reynaldo
reza rhea rhett rhian rhiannon rhoda rhonda rhys ricardo riccardo richard richelle richie rick
rickey rickie ricky rigoberto riley rina rita ritu rizwan robbie robbin robby robert roberta
roberto robt robyn rocco rochelle rocio roderick rodger rodney rodolfo rodrick rodrigo rogelio
roger rohan roisin roland rolanda rolando rolf rolland roma romeo romona rona ronald ronan ronda
ronna ronnie ronny roosevelt rory rosa rosalba rosalee rosalia rosalie rosalina rosalind
rosalinda rosalva rosalyn rosanna rosanne rosario roscoe roseann roseanna roseanne rosella
roselyn rosemarie rosemary rosendo rosetta rosie rosina rosita roslyn rowan rowena roxana roxane
roxann roxanna roxanne roxie roy ruairi ruaridh ruben rubin rubye rudolf rudolph rudy rueben
ruediger rufus rukhsana rupert russ russel russell ruth ruthann ruthie ryan sabina sabine
sabrina sadie saima sajid salim sally salvador salvatore samantha samatha samina samir sammie
sammy samual samuel sandeep sandi sandra sanford sanjay sanjeev sanjuana sanjuanita saoirse sara
sarah sarita sasha saskia saul saundra scarlett scott scottie scotty seamus sean sebastian
sebastien seema selena selina selma serena serge sergei sergio seth seymour shabana shahid
shaina shalonda shameka shamika shana shanda shane shanice shanika shanna shannon shanon shanta
shante shantel shara shari sharla sharlene sharon sharonda sharron sharyn shaun shauna shawn
shawna shayla shayna shayne shazia sheena sheila shelby sheldon shelia shelley shelli shellie
shelly shelton sheree sheri sherie sherita sherman sherri sherrie sherrill sherryl sherwood
sheryl shiela shilpa shirlee shirlene shirley shon shona shonda sidney sienna sigrid silas silke
silvia simon simone sinead siobhan slawomir socorro sofia sofie soledad solomon solveig sondra
sonia sonja sonny sonya sophia sophie spencer stacey staci stacia stacie stan stanley stanton
starla starr stefan stefania stefanie stefano stella stephaine stephan stephane stephani
stephanie stephany stephen stephenie steve steven stevie stuart subhan sunil sunita suresh susan
susana susanna susannah susanne susie suzan suzanna suzanne suzette suzy sven svetlana swati
sybil syble sylvester sylvia sylvie sylwia tabatha tabitha tadeusz tahir takeshi talia tamara
tameka tamela tamera tami tamika tammi tammie tammy tamra tanesha tania tanika tanisha tanya
tara taran tariq tarquin taryn tatiana tawana tawanda tawanna tawnya teagan ted teddy teena
tegan temitope tena teodoro terence teresa terese teresita teressa teri terrance terrell
terrence terri terrie terry tessa tessie thad thaddeus thanh thea theda thelma theo theodora
theodore theresa therese theron thierry thijs thomas thorsten thurman thuy tiana tiara tierra
tiffani tiffanie tiffany tillie tilly tim timmy timothy tina tisha titus tobias toby tod todd
tomas tomasa tomasz tomeka tommie toney tonia tonja tony tonya torsten tory tosha toya tracey
traci tracie tracy trena trenton tresa tressa tressie treva trevor trey tricia trina trish
trisha trista tristan trudy truman tunde twila twyla tyra tyree tyrell tyron tyrone tyson uche
udo ulrich ulrike ulysses uma umberto ursula usman ute uwe vaclav vada valarie valentin
valentina valeria valerie valorie vance vanessa vaughn veda velda velia velma velva venessa
venita vera verda vergie verla vern verna vernell vernice veronica veronique vesta vicente
vickey vicki vickie vicky vida vijay vikki vikram viktor vilma vince vincent vincenzo vinod
viola violeta virgie virgil virgilio virgina vito vivian viviana vivien vladimir volker vonda
waldo wallace wally walter walton wanda waqar ward warner warren waylon wayne wei weldon wendell
wendi wendy werner wesley weston whitney wiebke wilber wilbert wilbur wilburn wilda wilford
wilfred wilfredo wilfried wilhelm wilhelmina willa willard willem william williams willian
willie willis willy wilma wilmer wilson wilton windy winford winfred winifred winnie winnifred
winona winston wioletta wojciech wolfgang woodrow wyatt xavier xiomara yadira yasir yasmin
yesenia yetunde yolanda yolonda yoshiko yuki yusuf yves yvette yvonne zachariah zachary zachery
zack zackary zahid zainab zane zara zbigniew zdenek zelda zella zelma zena zenaida zeynep zina
zofia zoila zola zona zora zoraida zuzana
""".split()  # noqa: SIM905 (a list of words is read as one)
)

# Names as often as words, places or firms: of somebody where another word with a capital follows.
SOMETIMES = frozenset(
    """
amber angel april art austin ben bill carter christian cooper crystal daisy dale dallas
dawn dean don drew faith florence gene georgia glen grace grant guy holly hope
hunter iris ivy jack jan jordan joy june kit lily lou madison mark mason max may miles
morgan olive paris parker pat pearl penny ray rich rob robin roman ron rose ross ruby sam sue
summer sydney taylor ty tyler victor violet virginia will zoe
""".split()  # noqa: SIM905 (a list of words is read as one)
)
