"""Surnames that are hardly ever another word, the most frequent of the United States' census of 1990,
which are free for anybody: by them somebody is found whose given name is rare."""

SURNAMES = frozenset(
    """
aaron abbott abell abernathy abner abney abraham abrams abreu acevedo acker ackerman acosta
acuna adair adame adams adamson adcock addison adkins adler agnew aguiar aguilar aguilera
aguirre ahern ahmed ahrens aiello aiken ainsworth akers akins alaniz alarcon albers albert
albertson albrecht albright alcala alcorn alderman aldrich aldridge aleman alexander alfaro
alford alfred alger alicea allan allard allen allison allman allred almanza almeida almond
alonso alonzo alston altman alvarado alvarez alves amador amaral amato amaya ambrose ammons
anaya anders andersen anderson andrade andre andres andrew andrews andrus anglin angulo anthony
antoine antonio apodaca aponte applegate aquino aragon aranda archer archibald archie archuleta
arellano arevalo arias armenta armijo armstead armstrong arndt arnett arnold arredondo arreola
arriaga arrington arroyo arsenault arteaga arthur artis asbury ashby ashcraft asher ashford
ashley ashmore ashton ashworth askew atchison atherton atkins atkinson atwell atwood augustine
autry avalos avery avila aviles ayala ayers ayres babcock babin bachman bacon bader baggett
bagley bagwell bailey baines baird balderas baldwin bales ballard banda bandy bankston bannister
banuelos baptiste barajas barba barbee barbosa barbour barden barela barfield barger barham
barker barkley barksdale barlow barnard barnes barnett barnette barney barnhart barnhill baron
barone barraza barrera barrett barrios barron barrow barrows bartels barth bartholomew bartlett
bartley barton basham baskin bassett batchelor bateman bates batista batiste batson battaglia
batten battles batts bauer baugh baughman bauman baumann baumgartner bautista baxley baxter
bayer baylor bayne beach beale beall beals beane beard bearden beasley beattie beatty beaty
beauchamp beaudoin beaulieu beauregard beaver beavers becerra becker beckett beckham beckman
beckwith becnel bedard bedford beebe beeler beers begay begley behrens belanger belcher bellamy
bello belton beltran benavides benavidez bender benedict benefield benitez benjamin benner
bennett benoit benson bentley benton berger bergeron bergman bergstrom berman bermudez bernal
bernard bernier bernstein berrios berryman bertram bertrand berube betancourt bethea bethel
betts beverly beyer bible bickford biddle bigelow biggs billings billingsley billiot billups
bingham binkley birch bisson bittner bivens bivins blackburn blackman blackmon blackwell
blackwood blaine blair blais blake blakely blalock blanchard blanchette blanco blankenship
blanton blaylock bledsoe blevins bliss blocker blodgett bloom blount blunt blythe boatwright
bobbitt boehm bogan boggs bohannon boisvert boland bolden bolduc bolen boles bolin boling
bolling bollinger bolton bonds bonilla bonner booker boone boothe bordelon borden boren borges
borrego bostic bostick boswell bottoms bouchard boucher boudreau boudreaux bourgeois bourne
bourque bowden bowen bowens bower bowers bowie bowles bowlin bowling bowman bowser boyce boyer
boykin boyle boyles boynton bozeman brackett bradbury braden bradford bradley bradshaw brady
bragg brandenburg brandon brandt branham brannon branson brant brantley braswell bratcher
bratton braun bravo braxton breaux breeden breedlove breen brennan brenner brent brewer brewster
brice bridges briggs brill brinkley brinkman brinson briones briscoe briseno brito britt
brittain britton broadway brock brockman broderick brogan bronson broome brothers broughton
broussard browder brower browne browning brownlee broyles brubaker bruce brumfield bruner
brunner bruno bruns brunson bruton bryan bryant bryson buchanan buckingham buckley buckner bueno
buffington buford bullard bullock bumgarner bundy bunker bunnell bunting burch burchett
burchfield burdette burdick burge burger burgess burgos burke burkett burkhart burkholder burks
burleson burley burnett burnette burney burnham burns burnside burrell burris burroughs burrow
burrows burton busby busch bussey bustamante bustos butcher butterfield butts byars byers bynum
byrne byrnes caballero cabral cabrera cagle cahill calabrese calderon caldwell calhoun calkins
callahan callaway callender calloway calvert calvin camacho camarillo cambell cameron campbell
campos canada canady canales candelaria canfield cannon cantrell cantu cantwell canty capps
caraballo carbajal carbone carden cardenas carder cardona cardoza cardwell carey carlin carlisle
carlos carlton carman carmichael carmona carnahan carnes carney caron carranza carrasco carrico
carrillo carrion carroll carson carswell cartwright caruso carvalho casas casey casillas caskey
cason casper cassidy castaneda casteel castellano castellanos castillo castle castleberry castro
caswell catalano cates cathey catron caudill caudle causey cavanaugh cavazos cecil centeno cerda
cervantes chacon chadwick chaffin chalmers chamberlain chamberlin chambers champagne champion
chaney chang chapa chapin chapman chappell charles charlton chastain chatman chavarria chavez
chavis cheatham cheek cheney cheng chesser chester chestnut cheung childers childress childs
chilton chisholm chism chisolm choate christensen christenson christiansen christianson
christman christopher christy church churchill cintron cisneros clancy clanton clapp clark
clarke clarkson clary clawson clayton cleary clegg clemens clements clemmons clemons clevenger
clifford clifton cline clinton clough cloutier coates coats cobbs coble coburn cochran cochrane
cockrell coffey coffin coffman cohen coker colbert colburn colby coleman coles coley collado
collazo colley collier collins colon colson colvin colwell combs comer compton comstock conaway
concepcion condon conger conklin conley connell connelly conner conners connolly connor connors
conover conrad conroy conte conti contreras conway conyers cooke cooks cooksey cooley coombs
cooney coons copeland copley coppola corbett corbin corbitt corcoran cordell cordero cordova
corey corley cormier cornelius cornell cornett cornish cornwell corona coronado corral correa
correia corrigan cortes cortez cosby cosgrove costa costello cothran cotter cotton cottrell
coughlin coulter courtney cousins couture covert covey covington cowan coward cowart cowles
cowley coyle coyne crabtree craddock craft craig crain cramer crandall crane cranford craven
crawford crawley crayton creamer creech creel creighton crenshaw crespo crews crider crisp crist
criswell crittenden crocker crockett croft cromer cromwell cronin crook crosby croteau crouch
crouse crowder crowe crowell crowley crump cruse crutcher crutchfield cuellar cuevas culbertson
cullen culpepper culver cummings cummins cunningham curley curran currie currier curry curtin
curtis cushman custer cutler dabney daigle dailey daley dalton damico damon damron dancy dangelo
daniel daniels danielson danner darby darden darling darnell dasilva daugherty davenport david
davidson davies davila davison dawkins dawson dayton deaton decker dehart dejesus delacruz
delagarza delaney delarosa delatorre deleon delgadillo delgado dellinger deloach delong
delossantos deluca delvalle demarco demers dempsey denham denney denning dennis dennison denny
denson denton derosa derrick desantis desimone devine devito devlin devore devries dewey dewitt
dexter dickens dickerson dickey dickinson dickson diehl dietrich dietz diggs dillard dillon
dixon dobbins dobbs dobson dockery dodson doherty dolan domingo dominguez donahue donald
donaldson donnell donnelly donohue donovan dooley doran dorman dorris dorsey dortch dotson
dougherty doughty douglas douglass dover dowdy dowell dowling downey downing downs doyle dozier
drake draper drayton driscoll drummond drury duarte dubois dubose duckett duckworth dudley duffy
dugan dugas duggan dugger dukes dumas dunaway dunbar duncan dunham dunlap dunne dunning duong
dupont dupre dupree dupuis duran durand durant durbin durden durham dutton duval duvall dwyer
dykes dyson eagle earle earley earls easley eason easterling eastman easton eaton eaves ebert
echevarria echols eckert edgar edmond edmonds edmondson edward edwards eggleston eldridge elias
elizondo elkins eller ellington elliot elliott ellis ellison ellsworth elmore elrod elston
emanuel embry emerson emery emmons engel england engle ennis enright enriquez epperson epstein
erickson ernst ervin erwin escalante escamilla escobar escobedo esparza espinal espino espinosa
espinoza esposito esquivel estep estes estrada estrella etheridge ethridge eubanks evans everett
everhart evers ezell faber fabian fagan fahey fairbanks fairchild fairley faison fajardo falcon
fanning farias farley farnsworth farrar farrell farrington farris farrow faulk faulkner faust
feeney felder feldman feliciano felix fellows felton fennell fenner fenton ferguson fernandes
fernandez ferrara ferrari ferraro ferreira ferrell ferrer ferris ferry fielder fierro figueroa
finch fincher findley finley finnegan finney fiore fischer fishman fitch fitts fitzgerald
fitzpatrick fitzsimmons flagg flaherty flanagan flanders flannery fleck fleming flemming flint
flora flores florez flowers floyd flynn fogle foley folse folsom fonseca fontaine fontenot foote
foret forman forney forrester forsyth forsythe forte fortenberry fortier fortin fortner foster
fountain fournier foust fraley francis francisco franco francois franks frantz franz fraser
frasier frazer frazier frederick fredericks fredrickson freed freedman freeman freitas french
freund frias frick friedman frierson fries fritz frizzell fryer fuchs fuentes fugate fulcher
fuller fullerton fulmer fulton fultz funderburk fuqua furman fusco gable gabriel gaddis gaddy
gaffney gagne gagnon gaines gainey gaither galarza galbraith galindo gallagher gallant gallardo
gallegos gallo galloway galvan galvez galvin gamble gamboa gamez gandy gannon gantt garber
garcia gardiner garland garmon garnett garrett garris garrison garvey garvin garza gaskin
gaskins gaston gates gatewood gatlin gauthier gavin gaylord geary geiger gentile gentry george
gerald gerard gerber gibbons gibbs gibson gifford gilbert gilchrist giles gillen gillespie
gillette gilley gilliam gilliland gillis gilman gilmore gilson giordano gipson girard giron
giroux givens gladden gladney glaser glasgow glaze gleason glenn glover glynn goble goddard
godfrey godwin goebel goetz goforth goins goldberg goldsmith goldstein gomes gomez gonsalves
gonzales gonzalez gooch goode gooden goodman goodrich goodson goodwin gordon gorham gorman
gossett gough gould goulet gracia grady graff granados grantham graves grayson greathouse greco
greenberg greene greenfield greenlee greenwood greer gregg gregory greiner grenier gresham grice
grier griffin griffis griffith griffiths griggs grigsby grimes grimm grisham grissom griswold
groce grogan grooms grossman grove grover groves grubb grubbs gruber guajardo guenther guerin
guerra guerrero guevara guffey guidry guillen guillory guinn gulley gunderson gunter gunther
gurley gustafson guthrie gutierrez guyton guzman hackett hackney hadden hadley hagan hagen hager
haggard haggerty haight hailey haines hairston halcomb hales haley haller hallman halsey
halverson hamblin hamby hamel hamer hamilton hamlin hammett hammond hammonds hammons hampton
hamrick hancock handley handy hanes haney hankins hanks hanley hanlon hanna hannah hannon hansen
hanson harbin harden hardesty hardin harding hardison hardman hardwick hargis hargrove harkins
harlan harlow harman harmon harness harrell harrington harrison harry harter hartley hartman
hartmann hartwell harvey harwell harwood haskell haskins hassell hastings hatch hatcher hatchett
hatfield hathaway hatley hatton haugen hauser havens hawes hawkins hawley hawthorne hayden
haynes hayward haywood hazel headley headrick healey healy hearn heaton hebert heckman hedges
hedrick heffner heflin hefner heinz heller helms helton hemphill henderson hendon hendrick
hendricks hendrickson hendrix henke henley hennessey henning henry hensley henson herbert
heredia herman hermann hernandez herndon herrera herrick herring herrington herrmann herron
hershberger herzog hester hewitt hiatt hibbard hickey hickman hicks hickson hidalgo higdon
higginbotham higgins higgs hightower hildebrand hildreth hillard hiller hilliard hillman hills
himes hindman hinds hines hinkle hinojosa hinson hinton hirsch hitchcock hoang hobbs hobson
hodge hodges hodgson hoffman hoffmann hogan hogue holbrook holcomb holcombe holden holguin
holley holliday hollingsworth hollins hollis holloman holloway holman holmes holton homan homer
honeycutt hooker hooks hooper hoover hopkins hoppe hopper hopson horan horne horner hornsby
horowitz horsley horton horvath hoskins hostetler houck hough houghton houle houser howard
howell howerton howland hoyle huang hubbard huber hubert huddleston hudgens hudgins hudson
huerta huffman huggins hughes hughey hulsey humes hummel humphrey humphreys humphries hundley
huntley hurley hurtado huskey hussey huston hutchens hutcherson hutcheson hutchings hutchins
hutchinson hutchison hutson hutto hutton huynh hwang hyatt hyland hyman hynes ibarra ingle
ingraham ingram inman irish irizarry irvin irvine irving irwin isaac isaacs isaacson isbell
iverson jacks jacob jacobs jacobsen jacobson jacoby jacques jaeger jameson jamison janes jansen
janssen jaramillo jarrell jarrett jarvis jasper jaynes jefferies jeffers jeffery jeffrey
jeffries jenkins jennings jensen jenson jernigan jessup jeter jewett jimenez johansen johns
johnston joiner jolley jolly jones jordon jorgensen jorgenson joseph joyce joyner juarez julian
justus kaiser kaminski kaplan kasper kauffman kaufman keane kearney kearns keating keaton keefe
keefer keegan keeler keeling keenan keene keener keeney keeton keith kelleher keller kelley
kellogg kellum kelly kelsey kelso kemper kendall kendrick kennedy kenney kenny kenyon kerns
kessler ketchum keyes kidwell kiefer kilgore killian kilpatrick kimball kimble kimbrell
kimbrough kimmel kinard kincaid kinder kingsley kinney kinsey kirby kirchner kirkland
kirkpatrick kirkwood kiser kitchens klein kline klinger knapp knoll knott knowles knowlton
knudsen knudson knutson koehler koenig kohler koonce koontz kovach kowalski kozlowski kraft
kramer kraus krause krauss krebs krieger kroll krueger kruger kruse kunkel kuntz kurtz
kuykendall labbe lacey lachance lackey lacroix ladner lafferty laflamme lafleur laird lamar
lancaster lance landers landis landrum laney langdon lange langer langford langley langlois
langston lanham lanier lankford lantz laplante lapointe laporte larkin larose larry larsen
larson larue lashley lassiter laster latham latimer lattimore lauer laughlin lavender lavigne
lavoie lawler lawless lawrence lawson lawton layman layne layton leahy leake leary leavitt
leblanc lebron leclair ledbetter ledesma ledford ledoux leeper lefebvre leger leggett lehman
lehmann leigh leighton lemaster lemay lemieux lemke lemmon lemons lemus lennon lentz leonard
leone lerma lerner leroy leslie lessard lester leung levesque levin levine lewandowski leyva
libby lightfoot lightner ligon liles lilley lilly limon linares lindberg linder lindgren lindley
lindquist lindsay lindsey lindstrom linkous linton linville lipscomb lister littlefield
littlejohn littleton lively livingston lloyd locke lockett lockhart locklear lockwood loera
loftin loftis lofton logsdon logue lomax lombard lombardi lombardo longo longoria loomis looney
loper lopes lopez lorenz lorenzo louis lovejoy lovelace loveless lovell lovett loving lowell
lowery lowman lowry lozano lucas lucero luciano luckett ludwig lujan lumpkin lundberg lundy
lunsford luster luther luttrell lyles lyman lyons lytle mabry macdonald machado macias mackay
mackenzie mackey mackie macklin maclean macon madden maddox madrid madrigal madsen maestas
magana magee maguire mahaffey mahan maher mahon mahoney maier majors malcolm maldonado malley
mallory malloy malone maloney mancini mancuso maness mangum manley manns mansfield manson manuel
manzo maples marble marchand marcotte marcum mares marin marino marion markham markley marlow
marlowe marquez marrero marroquin martel martell martens martin martindale martinez martino
martins martz marvin massey massie masters masterson matheny matheson mathews mathias mathis
matlock matney matos matson matteson matthew matthews mattingly mattison mattos mattox mattson
mauldin maupin maurer mauro maxey maxwell mayberry mayer mayers mayes mayfield mayhew maynard
mcadams mcafee mcalister mcallister mcarthur mcbee mcbride mccabe mccaffrey mccain mccall
mccallister mccallum mccann mccarter mccarthy mccartney mccarty mccaskill mccauley mcclain
mcclanahan mcclellan mcclelland mcclendon mcclintock mccloskey mccloud mcclung mcclure mccollum
mccombs mcconnell mccool mccord mccorkle mccormack mccormick mccoy mccracken mccrary mccray
mccreary mccue mcculloch mccullough mccune mccurdy mccutcheon mcdade mcdaniel mcdaniels
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
michael michaels michaud michel middleton milam milburn millard milligan milliken milne milner
milton miner minnick minter minton mintz mireles mitchell mixon mobley moeller moffett moffitt
mojica molina monahan moniz monroe monson montague montalvo montanez montano montero montes
montez montgomery montoya mooney morales moran moreau morehead moreland moreno morey moriarty
morin morley morrell morrill morris morrison morrissey morrow morse mortensen morton mosby
moseley moser moses mosher mosier mosley motley moulton mowery moyer mueller muhammad mulkey
mullen muller mulligan mullin mullins mullis muncy mundy muniz munoz munson murdock murillo
murphy murray murrell murry musgrove musser myers myles myrick nabors nadeau nagel nagle najera
nance napier naquin naranjo nation navarrete navarro naylor nealy needham neeley neely negrete
negron neill nelms nesbitt nesmith nettles neuman neumann nevarez neville newberry newby newcomb
newell newkirk newman newsom newsome newton nguyen nicholas nichols nicholson nickerson nielsen
nielson nieto nieves niles nixon nobles nolan noland nolen noonan norfleet noriega norris
norwood novak nowak nowlin noyes nugent nunes nunez nunley nutter oakes oakley oates obrien
obryan ocampo ocasio ochoa oconnell oconner oconnor odell odonnell ogden oglesby ohara ojeda
okeefe oldham oleary oliphant oliva olivares olivarez olivas oliveira oliver olivo olmstead
olsen olson olvera omalley oneal oneil oneill ontiveros ordonez oreilly orellana ornelas orosco
orourke orozco ortega ortiz osborn osborne osburn osgood oshea osorio osteen ostrander osullivan
oswald otero otoole ouellette outlaw overby overstreet overton owens pacheco packard packer
padgett padilla pagan paige paine painter palacios palumbo pannell pantoja pappas paquette
paradis pardo paredes parham parish parkinson parnell parra parris parrott parry parson partin
partridge passmore patel paterson patino patrick patten patterson patton pauley paulsen paulson
paxton payne payton peachey peacock pearce pearson pease pedersen pederson peebles peeler
peeples pelletier peltier pemberton pence pendergrass pendleton pennell pennington perales
peralta perdue pereira perez perreault perrin perron perry perryman peter peterman peters
petersen peterson petit petrie pettigrew pettis pettit peyton pfeifer pfeiffer phelan phelps
phillips phipps picard pickard pickens pickering pickett pierce pierre pierson pimentel pinckney
pineda pinkerton pinkston pinson pinto piper pipkin pippin pitre pittman plante platt plummer
plunkett pogue poindexter pointer poirier polanco poland pollack pollard pollock pomeroy ponce
ponder poore porterfield portillo posey poston poulin pounds powell prado prater prather pratt
prentice prescott presley pressley preston prewitt prichard pridgen priest prieto pringle
pritchard pritchett proctor proffitt prosser provost pruett pryor puckett puente pulido pullen
pulley pulliam purcell purdy purnell purvis putman putnam qualls quarles quezada quigley quinlan
quinn quinones quinonez quintana quintanilla quintero quiroz rader radford rafferty ragan
ragland ragsdale raines rainey raley ralph ralston ramey ramirez ramon ramos ramsay ramsey
randall randle randolph raney rangel rankin rasmussen ratcliff ratliff rauch rawlings rawlins
rawls rayburn rayford raymond raynor reagan reardon reaves rector redden reddick redding reddy
redman redmon redmond reece reeder reedy reese regalado regan reich reichert reilly reinhardt
reinhart reiter rendon renfro renner renteria reyes reyna reynolds reynoso rhoades rhoads ricci
richard richards richardson richey richie richter rickard ricker ricketts rickman ricks riddick
ridenour ridgeway ridley rigby riggins riggs rigsby riley rinaldi rinehart ripley ritchey
ritchie ritter rivas rivera rizzo roark robbins roberge roberson robert roberts robertson
robinette robins robinson robison robles robson rocha roche rockwell roden roderick rodgers
rodrigue rodrigues rodriguez rodriquez rogers rojas roland roldan roller rollins romano romeo
romero roney rooney roper rosado rosales rosario rosas rosen rosenbaum rosenberg rosenthal
rosser rossi rountree rouse roush rousseau roussel rowan rowell rowland rowley royer royster
rubin rubio rucker rudolph ruffin runyan runyon rushing russo rutherford rutledge ryder saavedra
sadler saenz sager salas salazar salcedo salcido saldana salerno salgado salinas salisbury
sallee salley salmon salter sammons samples sampson samson samuel samuels sanborn sanchez sander
sanders sanderson sandlin sandoval sanford santana sargent sasser satterfield saucedo saucier
sauer sauls saunders savoy sawyers saxon saxton saylor sayre scales scanlon scarborough
scarbrough schaefer schaeffer schafer schaffer schell scherer schiller schilling schindler
schmid schmidt schmitt schmitz schneider schofield scholl schott schrader schreiber schroeder
schubert schuler schulte schultz schulz schulze schumacher schuster schwartz schwarz schweitzer
scoggins scroggins scruggs scully seaman searcy seaton seeley segura seibert seidel seifert
seiler seitz selby sepulveda serna serrano severson seward sewell seymore seymour shackelford
shafer shaffer shank shanks shannon shapiro sharkey sharpe shaver shearer sheehan sheffield
shelby sheldon shelley shelton shepard shephard sheppard sheridan sherman sherrill sherrod
sherwood shifflett shinn shipley shipman shipp shirley shively shockley shoemaker shook shores
shrader shuler shull shultz shumaker shuman shumate sibley siegel sigler sikes siler silverman
silvers silvia simms simon simone simons simonson simpkins simpson sinclair singh singletary
sipes sisco sisson sizemore skaggs skelton skidmore skinner skipper slack slade slagle slaton
slattery slaughter sledge slocum slone smalley smalls smallwood smiley smithson smoot smothers
smyth snead sneed snell snider snipes snodgrass snowden snyder soares solano solis soliz solomon
somers somerville sommer sommers sorensen sorenson soria soriano sorrell sotelo sousa southard
southerland souza sowell sowers spain spalding spangler spann sparkman sparks sparrow spaulding
spear spearman speer speight spellman sperry spicer spillman spinks spivey spooner spradlin
sprague spriggs springer sprouse spruill spurgeon spurlock squires stacey stackhouse staggs
stahl staley stallings stallworth stamm stamper stanfield stanford stanton staples stapleton
starkey starks starling starnes starr staten staton stauffer stclair steadman stearns steed
steen steffen stegall stein steinberg steiner stephen stephens stephenson stepp stevens
stevenson stidham stiles stillwell stiltner stine stinnett stinson stitt stjohn stockton
stoddard stoll stoner storey stott stovall stover stowe stpierre strand stratton strauss
streeter strickland stringer strother stroud strunk stuart stubblefield stubbs stuckey stull
stump sturdivant sturgeon sturgill sturgis sturm styles suarez suggs sullivan summerlin sumner
sumpter sutherland sutter sutton swafford swain swank swann swanson swartz sweat sweeney swenson
swisher switzer swope sykes sylvester taber tabor tackett taggart talbert talbot talbott talley
tamayo tanaka tapia tarver tatum tavares teague teeter tejada tejeda tellez templeton tenney
terrell thacker thames tharp thatcher thayer theriault thibodeau thibodeaux thiel thigpen thomas
thomason thompson thomsen thomson thornburg thorne thornhill thornton thorpe thorton thrash
thrasher thurman thurston tibbetts tibbs tierney tijerina tiller tillery tilley tillman tilton
timmons tinker tinsley tipton tirado tisdale titus tobias tobin tolbert toledo toler toliver
tolliver tomlin tomlinson tompkins toney torrence torres torrez totten tovar townes townsend
tracy trahan trammell trapp trask travers travis traylor treadway treadwell trejo tremblay trent
trevino tribble trice trimble triplett tripp trotter trout troutman trudeau truitt trujillo
truong tubbs tucker tuggle turley turman turnbull turney turpin tuttle tyner tyree tyson ulrich
underhill unger upchurch upshaw urban urbina uribe utley valadez valdes valdez valenti valentin
valenzuela valerio valle vallejo valles vanburen vandyke vanhoose vanhorn vanmeter vanover
vanwinkle varela vargas varner varney vasquez vaughan vaughn vaught vazquez velasco velasquez
velazquez velez venable venegas ventura verdin vernon vetter vickers vickery vidal viera vigil
villa villalobos villanueva villareal villarreal villasenor villegas vincent vines vinson vitale
vogel waddell wadsworth waggoner wagner wagoner waite walden waldron waldrop walker wallace
wallen walling wallis walsh walston walton wampler warden warfield warren washburn wasson
waterman watkins watson watters waugh wayne weatherford weatherly weathers webber weber weddle
weems weinstein weiss weldon welker weller wellman welsh wendt wentworth wentz wenzel werner
wertz wesley westbrook wester westfall westmoreland weston wetzel whalen whaley wharton whatley
wheat wheatley wheaton whelan whipple whitaker whitcomb whited whitehead whitehurst whiteside
whitfield whiting whitley whitlock whitlow whitman whitmire whitmore whitney whitson whitt
whittaker whitten whittington whittle whitworth whyte wicker wicks wiese wiggins wilbanks wilbur
wilburn wilcox wilder wiles wilhelm wilhite wilke wilkerson wilkes wilkinson wilks willard
willett willey william williams williamson williford willingham willis willoughby wills willson
wilmoth wilson wimberly winchester windham winfield winfrey wingate wingfield winkler winslow
winstead winston winters wirth wiseman wisniewski withers witherspoon withrow witte wofford
wolfe wolff wolford womack woodall woodard woodbury woodcock wooden woodley woodruff woodson
woodward woodworth woody wooldridge wooley wooten worden worley worrell worthington wyatt wylie
wyman wynne xiong yamamoto yancey yanez yarbrough yates yazzie ybarra yeager yoder youngblood
yount zamora zapata zaragoza zarate zavala zeigler zeller zepeda zhang ziegler zielinski zimmer
zimmerman zuniga
""".split()
)
