"""Surnames that are hardly ever another word: by them somebody is found whose given name is rare.

The most frequent of the United States' census of 1990, which are free for anybody.
"""

SURNAMES = frozenset(
    """
aaron abbott abell abernathy abner abney abraham abrams abreu acevedo acker ackerman acosta
acuna adair adame adamson adcock addison adkins agnew aguiar aguilar aguilera aguirre ahern
ahmed ahrens aiello aiken ainsworth akers akins alaniz alarcon albers albertson albrecht
albright alcala alcorn alderman aldrich aldridge aleman alexander alfaro alford alfred alger
alicea allan allard allman allred almanza almeida almond alonso alonzo alston altman alvarado
alvarez alves amador amaral amato amaya ambrose ammons anaya anders andersen andrade andre
andres andrew andrus anglin angulo anthony antoine antonio apodaca aponte applegate aquino
aragon aranda archer archibald archie archuleta arellano arevalo arias armenta armstead
armstrong arndt arnett arnold arredondo arreola arriaga arrington arroyo arsenault arteaga
arthur artis asbury ashby ashcraft asher ashford ashley ashmore ashton ashworth askew atchison
atherton atkins atkinson atwell atwood augustine autry avalos avery avila aviles ayala ayers
ayres babcock babin bachman bader baggett bagley bagwell baines baird balderas baldwin bales
ballard banda bandy bankston bannister banuelos barajas barba barbee barbosa barbour barden
barela barfield barger barham barker barkley barksdale barlow barnard barnes barnett barnette
barnhart barnhill baron barone barraza barrera barrett barrios barron barrow barrows bartels
barth bartholomew bartley barton basham baskin bassett batchelor bateman bates batista batiste
batson battaglia batten battles batts bauer baugh baughman bauman baumann baumgartner bautista
baxley baxter bayer baylor bayne beale beall beals beane beard bearden beasley beattie beatty
beaty beauchamp beaudoin beaulieu beauregard beaver beavers becerra becker beckett beckham
beckman beckwith becnel bedard bedford beebe beeler beers begay begley behrens belanger belcher
bellamy bello belton beltran benavides benavidez benedict benefield benitez benner bennett
benoit benson bentley benton berger bergeron bergman bergstrom berman bermudez bernal bernard
bernier bernstein berrios berryman bertram bertrand berube betancourt bethea bethel betts
beverly beyer bickford biddle bigelow biggs billings billingsley billiot billups bingham bisson
bittner bivens bivins blackburn blackmon blackwell blackwood blaine blair blais blake blakely
blalock blanchette blanco blankenship blanton blaylock bledsoe blevins bliss blodgett blount
blunt blythe boatwright bobbitt boehm bogan boggs bohannon boisvert boland bolden bolduc bolen
boles bolin boling bolling bollinger bolton bonilla bonner booker boone boothe bordelon borden
boren borges borrego bostic bostick boswell bottoms bouchard boucher boudreau boudreaux
bourgeois bourne bourque bowden bowen bowens bower bowers bowie bowles bowlin bowling bowman
bowser boyce boyer boykin boyle boyles boynton bozeman brackett bradbury braden bradley bradshaw
brady bragg brandenburg brandon brandt branham brannon branson brant brantley braswell bratcher
bratton braun bravo braxton breaux breeden breedlove breen brennan brenner brewer brewster brice
briggs brill brinkley brinkman brinson briones briscoe briseno brito britt brittain britton
broadway brock brockman broderick brogan broome broughton broussard browder brower browne
browning brownlee broyles brubaker brumfield bruner brunner bruno bruns brunson bruton bryan
bryant bryson buchanan buckingham buckley buckner bueno buffington buford bullard bullock
bumgarner bundy bunker bunnell bunting burch burchett burchfield burdette burdick burge burgess
burgos burke burkett burkhart burkholder burks burleson burley burnett burnette burney burnham
burns burnside burrell burris burroughs burrow burrows burton busby busch bussey bustamante
bustos butcher butterfield butts byars byers bynum byrne byrnes caballero cabral cabrera cagle
cahill calabrese calderon caldwell calhoun calkins callahan callaway callender calloway calvert
camacho camarillo cambell cameron campbell campos canady canales candelaria canfield cantrell
cantu cantwell canty capps caraballo carbajal carbone carden cardenas carder cardona cardoza
cardwell carey carlin carlisle carlos carlton carman carmichael carmona carnahan carnes carney
caron carranza carrasco carrico carrillo carrion carroll carson carswell cartwright caruso
carvalho casas casillas caskey cason casper cassidy castaneda casteel castellano castellanos
castillo castleberry castro caswell catalano cates cathey catron caudill caudle causey cavanaugh
cavazos cecil centeno cerda cervantes chacon chadwick chaffin chalmers chamberlain chamberlin
chaney chang chapa chapin chapman chappell charles charlton chastain chatman chavarria chavez
chavis cheatham cheek cheney cheng chesser chester chestnut cheung childers childress chilton
chisholm chism chisolm choate christensen christenson christianson christman christy churchill
cintron cisneros clancy clanton clapp clark clarke clarkson clary clawson clayton cleary clegg
clemens clements clemmons clemons clevenger clifford clifton cline clinton clough cloutier
coates coats cobbs coble coburn cochran cochrane cockrell coffey coffin coffman cohen coker
colbert colburn colby coleman coles coley collado collazo colley collier collins colson colvin
colwell combs comer comstock conaway concepcion condon conger conklin conley connell connelly
conner conners connolly connor connors conover conrad conroy conte conti contreras conyers cooke
cooks cooksey cooley coombs cooney coons copeland copley coppola corbett corbin corbitt corcoran
cordell cordero cordova corey corley cormier cornelius cornell cornett cornish cornwell corona
coronado corral correia corrigan cortes cortez cosby cosgrove costa costello cothran cotter
cottrell coughlin coulter courtney couture covert covey covington cowan cowart cowles cowley
coyle coyne crabtree craddock craig crain crandall cranford craven crawford crawley crayton
creamer creech creel creighton crenshaw crespo crews crider crisp crist criswell crittenden
crocker crockett croft cromer cromwell cronin crook crosby croteau crouch crouse crowder crowe
crowell crowley crump cruse crutcher crutchfield cuellar cuevas culbertson cullen culpepper
culver cummings cummins cunningham curley curran currie currier curtin curtis cushman custer
cutler dabney daigle dailey daley dalton damico damon damron dancy dangelo daniels danielson
danner darby darden darnell dasilva daugherty davidson davies davila davison dawkins dawson
deaton dehart dejesus delacruz delagarza delaney delarosa delatorre deleon delgadillo delgado
dellinger deloach delong delossantos deluca delvalle demarco demers dempsey denham denney
denning dennis dennison denny denson denton derosa derrick desantis desimone devine devito
devlin devore devries dewey dewitt dexter dickens dickerson dickey dickinson dickson diehl
dietrich dietz diggs dillard dillon dixon dobbins dobbs dobson dockery dodson dolan domingo
dominguez donahue donaldson donnell donnelly donohue donovan dooley doran dorman dorris dorsey
dortch dotson dougherty doughty douglas douglass dowdy dowell dowling downey downing downs doyle
dozier drake draper drayton driscoll drummond drury duarte dubois dubose duckett duckworth
dudley duffy dugan dugas duggan dugger dukes dumas dunaway dunbar duncan dunham dunlap dunne
dunning duong dupont dupre dupree dupuis duran durand durant durbin durden durham dutton duval
duvall dwyer dykes dyson earle earley earls easley eason easterling eastman easton eaton eaves
ebert echevarria echols eckert edgar edmond edmonds edmondson edward edwards eggleston eldridge
elias elizondo elkins ellington elliot elliott ellis ellison ellsworth elmore elrod elston
emanuel embry emerson emery emmons engel engle ennis enright enriquez epperson epstein erickson
ernst ervin erwin escalante escamilla escobar escobedo esparza espinal espino espinosa espinoza
esposito esquivel estep estes estrella etheridge ethridge eubanks everett everhart evers ezell
faber fabian fagan fahey fairbanks fairchild fairley faison fajardo fanning farias farley
farnsworth farrar farrell farrington farris farrow faulk faulkner faust feeney felder feldman
feliciano fellows felton fennell fenner fenton ferguson fernandes fernandez ferrara ferrari
ferraro ferrell ferrer ferris fielder fierro figueroa fincher findley finley finnegan finney
fiore fischer fishman fitch fitts fitzgerald fitzpatrick fitzsimmons flagg flaherty flanagan
flanders flannery fleck fleming flemming flint flores florez floyd flynn fogle foley folse
folsom fonseca fontaine fontenot foote foret forman forney forrester forsyth forsythe
fortenberry fortier fortin fortner foster fournier foust fraley francis francisco franks frantz
franz fraser frasier frazer frazier frederick fredericks fredrickson freedman freeman freitas
freund frias frick friedman frierson fries fritz frizzell fryer fuchs fuentes fugate fulcher
fuller fullerton fulmer fulton fultz funderburk fuqua furman fusco gable gabriel gaddis gaddy
gaffney gagne gagnon gaines gainey gaither galarza galbraith galindo gallagher gallant gallardo
gallegos gallo galloway galvan galvez galvin gamble gamboa gamez gandy gannon gantt garber
garcia gardiner garmon garnett garrett garris garrison garvey garvin garza gaskin gaskins gaston
gatewood gatlin gauthier gavin gaylord geary geiger gentile gentry gerald gerard gerber gibbons
gifford gilbert gilchrist giles gillen gillespie gillette gilley gilliam gilliland gillis gilman
gilmore gilson giordano gipson girard giron giroux gladden gladney glaser glasgow glaze gleason
glenn glynn goble goddard godfrey godwin goebel goetz goforth goins goldsmith goldstein gomes
gomez gonsalves gonzales gonzalez gooch goode gooden goodman goodrich goodson goodwin gordon
gorham gorman gossett gough gould goulet gracia grady graff granados grantham graves grayson
greathouse greco greenberg greene greenfield greenlee greer gregg gregory greiner grenier
gresham grice grier griffin griffis griffith griffiths griggs grigsby grimes grimm grisham
grissom griswold groce grogan grooms grossman grover groves grubb grubbs gruber guajardo
guenther guerin guerra guerrero guevara guffey guidry guillen guillory guinn gulley gunderson
gunter gunther gurley gustafson guthrie gutierrez guyton guzman hackett hackney hadden hadley
hagan hagen hager haggard haggerty haight hailey haines hairston halcomb hales haley haller
hallman halsey halverson hamblin hamby hamel hamer hamilton hamlin hammett hammond hammonds
hammons hamrick hancock handley hanes haney hankins hanks hanley hanlon hanna hannah hannon
hansen hanson harbin hardesty hardin harding hardison hardman hardwick hargis hargrove harkins
harlan harlow harman harmon harrell harrington harrison harry harter hartley hartman hartmann
hartwell harvey harwell harwood haskins hassell hastings hatcher hatchett hatfield hathaway
hatley hatton haugen hauser havens hawes hawkins hawley hawthorne hayden haynes hayward haywood
hazel headley headrick healey healy hearn heaton hebert heckman hedges hedrick heffner heflin
hefner heinz heller helms helton hemphill henderson hendon hendrick hendricks hendrickson
hendrix henke henley hennessey henning henry hensley henson herbert heredia herman hermann
hernandez herndon herrera herrick herrington herron hershberger herzog hester hewitt hiatt
hibbard hickey hickman hicks hickson hidalgo higdon higginbotham higgins higgs hightower
hildebrand hildreth hillard hiller hilliard hillman hills himes hindman hinds hines hinkle
hinojosa hinson hinton hirsch hitchcock hoang hobbs hobson hodge hodges hodgson hoffman hoffmann
hogan hogue holbrook holcomb holcombe holden holguin holley holliday hollingsworth hollins
hollis holloman holloway holman holmes holton homan honeycutt hooker hooper hoover hopkins hoppe
hopper hopson horan horne hornsby horowitz horsley horton horvath hoskins hostetler houck hough
houghton houle houser howard howell howerton howland hoyle huang hubbard hubert huddleston
hudgens hudgins hudson huerta huffman huggins hughey hulsey humes hummel humphrey humphreys
humphries hundley huntley hurley hurtado huskey hussey huston hutchens hutcherson hutcheson
hutchings hutchins hutchinson hutchison hutson hutto hutton huynh hwang hyatt hyland hyman hynes
ibarra ingle ingraham ingram inman irish irizarry irvin irvine irving irwin isaac isaacson
isbell iverson jacks jacob jacobs jacobsen jacobson jacoby jacques jaeger jameson jamison janes
jansen janssen jaramillo jarrell jarrett jarvis jasper jaynes jefferies jeffers jeffery jeffrey
jeffries jennings jensen jenson jernigan jessup jeter jewett jimenez johansen johns johnston
jolley jolly jones jordon jorgensen jorgenson joseph joyce joyner juarez justus kaminski kaplan
kasper kauffman kaufman keane kearney kearns keating keaton keefe keefer keegan keeler keeling
keenan keene keener keeney keeton keith kelleher keller kelley kellogg kellum kelly kelsey kelso
kemper kendrick kenney kenny kenyon kerns kessler ketchum keyes kidwell kiefer kilgore killian
kilpatrick kimball kimble kimbrell kimbrough kimmel kinard kincaid kinder kingsley kinney kinsey
kirby kirchner kirkland kirkpatrick kirkwood kiser kitchens klein kline klinger knapp knoll
knott knowles knowlton knudsen knudson knutson koehler kohler koonce koontz kovach kowalski
kozlowski kraft kramer kraus krause krauss krebs krieger kroll krueger kruger kruse kunkel kuntz
kurtz kuykendall labbe lacey lachance lackey lacroix ladner lafferty laflamme lafleur laird
lamar landers landis landrum laney langdon langer langford langley langlois langston lanham
lanier lankford lantz laplante lapointe laporte larkin larose larsen larson larue lashley
lassiter laster latham latimer lattimore lauer laughlin lavender lavigne lavoie lawler lawless
lawrence lawson lawton layman layne layton leahy leake leary leavitt leblanc lebron leclair
ledbetter ledesma ledford ledoux leeper lefebvre leger leggett lehman lehmann leigh leighton
lemaster lemay lemieux lemke lemmon lemons lemus lennon lentz leonard leone lerma lerner leroy
lessard lester leung levesque levin levine lewandowski leyva libby lightfoot lightner ligon
liles lilley lilly linares lindberg linder lindgren lindley lindquist lindsay lindsey lindstrom
linkous linton linville lipscomb lister littlefield littlejohn littleton lively livingston
lockett lockhart locklear lockwood loera loftin loftis lofton logsdon logue lombard lombardi
lombardo longo longoria loomis looney loper lopes lopez lorenz lorenzo louis lovejoy lovelace
loveless lovell lovett loving lowell lowery lowman lowry lozano lucero luciano luckett ludwig
lujan lumpkin lundberg lundy lunsford luster luther luttrell lyles lyman lyons lytle mabry
macdonald machado macias mackay mackenzie mackey mackie macklin maclean macon madden maddox
madrid madrigal madsen maestas magana magee maguire mahaffey mahan maher mahon mahoney maier
malcolm maldonado malley mallory malloy maloney mancini mancuso maness mangum manley manns
mansfield manson manuel manzo maples marchand marcotte marcum mares marin marino marion markham
markley marlow marlowe marquez marrero marroquin martel martell martens martin martindale
martinez martino martins martz marvin massey massie masters masterson matheny matheson mathews
mathias mathis matlock matney matos matson matteson matthew matthews mattingly mattison mattos
mattox mattson mauldin maupin maurer mauro maxey mayberry mayer mayers mayes mayfield mayhew
maynard mcadams mcafee mcalister mcallister mcarthur mcbee mcbride mccabe mccaffrey mccain
mccall mccallister mccallum mccann mccarter mccarthy mccartney mccarty mccaskill mccauley
mcclain mcclanahan mcclellan mcclelland mcclendon mcclintock mccloskey mccloud mcclung mcclure
mccollum mccombs mcconnell mccool mccord mccorkle mccormack mccormick mccoy mccracken mccrary
mccray mccreary mccue mcculloch mccullough mccune mccurdy mccutcheon mcdade mcdaniel mcdaniels
mcdermott mcdonald mcdonnell mcdonough mcdougal mcdowell mcduffie mcelroy mcewen mcfadden mcfall
mcfarland mcfarlane mcgee mcgehee mcghee mcgill mcginnis mcgovern mcgowan mcgrath mcgraw
mcgregor mcgrew mcguire mchenry mchugh mcinnis mcintire mcintosh mcintyre mckay mckee mckeever
mckenna mckenney mckenzie mckeon mckeown mckinley mckinney mckinnon mcknight mclain mclaughlin
mclaurin mclean mclemore mclendon mcleod mcmahan mcmahon mcmanus mcmaster mcmillan mcmillen
mcmillian mcmullen mcmurray mcnabb mcnair mcnally mcnamara mcneal mcneely mcneil mcneill mcnulty
mcnutt mcpherson mcqueen mcrae mcreynolds mcswain mcvay mcvey mcwhorter mcwilliams meacham meade
meador meadows mears medeiros medina medley medlin medlock medrano meehan meeker meeks meier
mejia melancon melendez mello melton melvin menard mendenhall mendez mendoza menendez mercado
mercier meredith merrick merriman merritt messer messina metcalf metzger metzler meyer meyers
michaels michaud michel middleton milam milburn millard milligan milliken milne milner milton
miner minnick minter minton mintz mireles mitchell mixon mobley moeller moffett moffitt mojica
molina monahan moniz monroe monson montague montalvo montanez montano montero montes montez
montgomery montoya mooney morales moran moreau morehead moreland moreno morey moriarty morin
morley morrell morrill morris morrison morrissey morrow morse mortensen morton mosby moseley
moser moses mosher mosier mosley moulton mowery moyer mueller muhammad mulkey mullen muller
mulligan mullin mullins mullis muncy mundy muniz munoz munson murdock murillo murphy murray
murrell murry musgrove musser myers myles myrick nabors nadeau nagel najera napier naquin
naranjo navarrete navarro naylor nealy needham neeley neely negrete negron neill nelms nesbitt
nesmith nettles neuman neumann nevarez neville newberry newby newcomb newell newkirk newsom
newsome nguyen nicholas nichols nicholson nickerson nielsen nielson nieto nieves niles nixon
nobles nolan noland nolen noonan norfleet noriega norris norwood novak nowak nowlin noyes nugent
nunes nunez nunley nutter oakes oakley oates obrien obryan ocampo ocasio ochoa oconnell oconner
oconnor odell odonnell ogden oglesby ohara ojeda okeefe oldham oleary oliphant oliva olivares
olivarez olivas oliveira oliver olivo olmstead olsen olson olvera omalley oneal oneil oneill
ontiveros ordonez orellana ornelas orosco orourke orozco ortega ortiz osborn osborne osburn
osgood oshea osorio osteen ostrander osullivan oswald otero otoole ouellette overby overstreet
overton owens pacheco padgett padilla pagan paige paine palacios palumbo pannell pantoja pappas
paquette paradis pardo paredes parham parkinson parnell parra parris parrott parry parson partin
partridge passmore patel paterson patino patrick patten patterson patton pauley paulsen paulson
paxton payne payton peachey pease pedersen pederson peebles peeler peeples pelletier peltier
pemberton pence pendergrass pendleton pennell pennington perales peralta perdue pereira perez
perreault perrin perron perry perryman peterman peters petersen peterson petit petrie pettigrew
pettis pettit peyton pfeifer pfeiffer phelan phelps phillips phipps picard pickard pickens
pickering pickett pierce pierre pierson pimentel pinckney pineda pinkerton pinkston pinson pinto
pipkin pippin pitre pittman plante platt plummer plunkett pogue poindexter poirier polanco
pollack pollard pollock pomeroy ponce poore porterfield portillo posey poston poulin prado
prater prather prentice prescott presley pressley preston prichard pridgen prieto pringle
pritchard pritchett proffitt prosser pruett pryor puckett puente pulido pullen pulley pulliam
purcell purdy purnell purvis putman putnam qualls quezada quigley quinlan quinn quinones
quinonez quintana quintanilla quintero quiroz rader radford rafferty ragan ragland ragsdale
raines rainey raley ralph ralston ramey ramirez ramon ramos ramsay ramsey randall randle
randolph raney rangel rankin rasmussen ratcliff ratliff rauch rawlings rawlins rawls rayburn
rayford raymond raynor reagan reardon reaves redden reddick redding reddy redman redmon redmond
reece reeder reese regalado regan reich reichert reilly reinhardt reinhart rendon renfro renner
renteria reyes reyna reynolds reynoso rhoades rhoads ricci richard richards richardson richey
richie richter rickard ricker ricketts rickman ricks riddick ridenour ridgeway ridley rigby
riggins riggs rigsby riley rinaldi rinehart ripley ritchey ritchie ritter rivas rivera rizzo
roark robbins roberge roberson roberts robinette robins robinson robison robles robson rocha
roche rockwell roden rodgers rodrigue rodrigues rodriguez rodriquez rogers rojas roland roldan
rollins romano romeo romero roney roper rosado rosales rosario rosas rosenbaum rosenberg
rosenthal rosser rossi rountree roush rousseau roussel rowan rowell rowland rowley royer royster
rubin rubio rucker rudolph ruffin runyan runyon russo rutherford rutledge ryder saavedra sadler
saenz sager salas salazar salcedo salcido saldana salerno salgado salinas salisbury sallee
salley salter sammons sampson samson samuel samuels sanborn sanchez sander sanders sanderson
sandlin sandoval sanford santana sargent sasser satterfield saucedo saucier sauer sauls savoy
sawyers saxton saylor sayre scanlon scarborough scarbrough schaefer schaeffer schafer schaffer
schell scherer schiller schilling schindler schmid schmitt schmitz schneider schofield scholl
schott schrader schreiber schroeder schubert schuler schulte schultz schulz schulze schumacher
schuster schwartz schwarz schweitzer scoggins scroggins scruggs scully seaton seeley segura
seibert seidel seifert seiler seitz selby sepulveda serna serrano severson seward sewell seymore
seymour shackelford shafer shaffer shank shannon sharkey sharpe shaver shearer sheehan sheffield
shelby sheldon shelley shelton shepard shephard sheppard sheridan sherman sherrill sherrod
sherwood shifflett shinn shipley shipman shipp shirley shively shockley shoemaker shook shores
shrader shuler shull shultz shumaker shuman shumate sibley siegel sigler sikes siler silvers
silvia simms simone simons simonson simpkins sinclair singletary sipes sisco sisson sizemore
skaggs skelton skidmore skinner slagle slaton slattery slocum slone smalley smalls smallwood
smithson smoot smothers smyth snead sneed snell snider snipes snodgrass snowden snyder soares
solano solis soliz solomon somers somerville sommer sommers sorensen sorenson soria soriano
sorrell sotelo sousa southard southerland souza sowell sowers spalding spangler spann sparkman
sparks spear speer speight spellman sperry spillman spinks spivey spooner spradlin sprague
spriggs sprouse spruill spurgeon spurlock stacey stackhouse staggs stahl staley stallings
stallworth stamm stamper stanfield stanton stapleton starkey starnes starr staten staton
stauffer stclair steadman stearns steed steen steffen stegall stein steinberg steiner stephen
stephens stephenson stepp stevens stevenson stidham stiles stillwell stiltner stine stinnett
stinson stitt stjohn stockton stoddard stoll stoner storey stott stovall stover stowe stpierre
strand stratton strauss streeter strickland stringer strother stroud strunk stuart stubblefield
stubbs stuckey stull stump sturdivant sturgeon sturgill sturgis sturm suarez suggs sullivan
summerlin sumner sumpter sutherland sutter sutton swafford swain swann swanson swartz sweeney
swenson swisher switzer swope sykes sylvester taber tabor tackett taggart talbert talbot talbott
talley tamayo tanaka tapia tarver tatum tavares teague teeter tejada tejeda tellez tenney
terrell thacker tharp thayer theriault thibodeau thibodeaux thiel thigpen thomas thomason
thompson thomsen thomson thornburg thorne thornhill thornton thorpe thorton thrash thrasher
thurman thurston tibbetts tibbs tierney tijerina tiller tillery tilley tillman tilton timmons
tinsley tipton tirado tisdale titus tobias tobin tolbert toler toliver tolliver tomlin tomlinson
tompkins toney torrence torres torrez totten tovar townes townsend tracy trahan trammell trask
travers traylor treadway treadwell trejo tremblay trevino tribble trice trimble triplett tripp
trotter troutman trudeau truitt trujillo truong tubbs tucker tuggle turley turman turnbull
turney tuttle tyner tyree tyson ulrich underhill unger upchurch upshaw urbina uribe utley
valadez valdes valdez valenti valentin valenzuela valerio vallejo valles vanburen vandyke
vanhoose vanhorn vanmeter vanover vanwinkle varela vargas varner varney vasquez vaughan vaughn
vaught vazquez velasco velasquez velazquez velez venable venegas verdin vetter vickers vickery
vidal viera vigil villalobos villanueva villareal villarreal villasenor villegas vincent vinson
vitale vogel waddell wadsworth waggoner wagner wagoner waite waldron waldrop wallace wallen
walling wallis walsh walston walton wampler warfield warren washburn wasson watkins watters
waugh wayne weatherford weatherly webber weber weddle weems weinstein weiss weldon welker weller
wellman wendt wentworth wentz wenzel werner wertz wesley westbrook wester westfall westmoreland
weston wetzel whalen whaley wharton whatley wheatley wheaton whelan whipple whitaker whitcomb
whited whitehead whitehurst whiteside whitfield whitley whitlock whitlow whitman whitmire
whitmore whitson whitt whittaker whitten whittington whittle whitworth whyte wicker wicks wiese
wiggins wilbanks wilbur wilburn wiles wilhelm wilhite wilke wilkerson wilkes wilkinson wilks
willard willett willey william williamson williford willingham willis willoughby wills willson
wilmoth wilson wimberly winchester windham winfield winfrey wingate wingfield winkler winslow
winstead winston wirth wiseman wisniewski withers witherspoon withrow witte wofford wolfe wolff
wolford womack woodall woodard woodcock woodley woodruff woodson woodward woodworth wooldridge
wooley wooten worden worley worrell worthington wyatt wylie wyman wynne xiong yamamoto yancey
yanez yarbrough yates yazzie ybarra yeager yoder yount zamora zapata zaragoza zarate zavala
zeigler zeller zepeda zhang ziegler zielinski zimmer zimmerman zuniga
""".split()  # noqa: SIM905 (a list of words is read as one)
)
