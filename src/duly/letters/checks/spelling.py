"""Misspellings that are common in such letters, and are never right (L4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duly.letters.checks.base import Check, Hit, Severity, examples
from duly.letters.context import Context
from duly.letters.names import parts
from duly.letters.text import Letter

_TABLE = """
abberation=aberration abilty=ability abillity=ability abscence=absence absense=absence abundence=abundance accidentaly=accidentally
acceptible=acceptable accesible=accessible accomodate=accommodate accomodation=accommodation accomodating=accommodating accross=across
acheive=achieve acheived=achieved acheivement=achievement achive=achieve achieveable=achievable acknowlege=acknowledge acknowledgement's=acknowledgement
aquaint=acquaint aquire=acquire aquired=acquired acquaintence=acquaintance adition=addition aditional=additional additonal=additional
adress=address adresses=addresses adressed=addressed addres=address advertisment=advertisement advantagous=advantageous agressive=aggressive
allmost=almost allready=already allways=always alright=all_right amature=amateur ammount=amount amoung=among annualy=annually
anual=annual anwser=answer awnser=answer anser=answer apparant=apparent appart=apart appearence=appearance applicaton=application
aplication=application aplied=applied aply=apply apllied=applied applyed=applied apologise's=apologises apreciate=appreciate appriciate=appreciate
appreicate=appreciate apreciated=appreciated appriciated=appreciated apreciation=appreciation appriciation=appreciation aproach=approach apropriate=appropriate
approch=approach arguement=argument arrangment=arrangement artical=article assesment=assessment assisstant=assistant assistent=assistant
asistant=assistant asistance=assistance assitance=assistance assuredly's=assuredly atached=attached attachement=attachment atention=attention attendence=attendance atitude=attitude
attitute=attitude availabe=available availible=available avaliable=available avalable=available availablity=availability avaiable=available
basicly=basically beacuse=because becuase=because becasue=because becomming=becoming becouse=because beggining=beginning begining=beginning
beleif=belief beleive=believe belive=believe beleived=believed benifit=benefit benifits=benefits benefical=beneficial beutiful=beautiful
beatiful=beautiful buisness=business busness=business bussiness=business busines=business buisnesses=businesses calender=calendar
canidate=candidate candidat=candidate candiate=candidate candidtate=candidate carear=career carreer=career carrer=career catagory=category certian=certain certainley=certainly
certificat=certificate challange=challenge challanges=challenges challanging=challenging changable=changeable charachter=character cheif=chief cherrish=cherish choosen=chosen
clearifying=clarifying cliant=client collegue=colleague collegues=colleagues colleage=colleague colleauge=colleague collegaues=colleagues
comming=coming comitment=commitment commitee=committee comittee=committee committment=commitment commited=committed comited=committed
comunicate=communicate comunication=communication communcation=communication communicaton=communication compair=compare compatability=compatibility
competant=competent competative=competitive compeltely=completely completly=completely compleatly=completely compatable=compatible concious=conscious
conection=connection confidant's=confident confidance=confidence confidense=confidence confident's=confident congradulations=congratulations congratulation's=congratulations consciencious=conscientious conscientous=conscientious
consideratoin=consideration consideraton=consideration considder=consider consistant=consistent contribut=contribute contributon=contribution continous=continuous
controll=control controled=controlled convienient=convenient convenince=convenience convience=convenience convinient=convenient convienence=convenience coordinater=coordinator
corespondence=correspondence correspondance=correspondence correspondant=correspondent cource=course coarse's=course crediblity=credibility critisism=criticism criticise's=criticises curiculum=curriculum curriculem=curriculum
custumer=customer custumers=customers costumer's=customer's dedicaton=dedication deadine=deadline decison=decision desicion=decision decission=decision desision=decision
decisons=decisions defence's=defence definate=definite definately=definitely definatly=definitely definitly=definitely definetly=definitely definantly=definitely defiantely=definitely
dependant's=dependent departement=department deparment=department departmant=department desparate=desperate desirible=desirable detial=detail detials=details
developement=development develope=develop developped=developed develope's=develops diferent=different diffrent=different differant=different differance=difference diffrence=difference
dificult=difficult difficutl=difficult dilligent=diligent diligant=diligent disapoint=disappoint disapointed=disappointed dissapointed=disappointed dissapoint=disappoint disappointment's=disappointments
discription=description discusion=discussion disscussion=discussion discused=discussed disscuss=discuss disscussed=discussed discribed=described doesnt=doesn't dont=don't didnt=didn't
couldnt=couldn't wouldnt=wouldn't shouldnt=shouldn't isnt=isn't wasnt=wasn't arent=aren't havent=haven't hasnt=hasn't wont's=won't cant=can't ive=I've im=I'm youre=you're thats=that's
efficent=efficient effecient=efficient efficiant=efficient efficency=efficiency eficient=efficient eigth=eighth elemantary=elementary eligable=eligible embarass=embarrass
embarassed=embarrassed embarrased=embarrassed emial=email emploee=employee employe=employee emploment=employment employement=employment employeer=employer
enclosd=enclosed encourageing=encouraging encouragment=encouragement enjoied=enjoyed enjoyd=enjoyed enjoyied=enjoyed enthousiasm=enthusiasm enthousiastic=enthusiastic enthusiam=enthusiasm
enthusiastc=enthusiastic entusiasm=enthusiasm enthusiasic=enthusiastic enviroment=environment enviorment=environment enviornment=environment environement=environment equiptment=equipment
equipement=equipment equiped=equipped especialy=especially espescially=especially expecially=especially essencial=essential excelent=excellent excellant=excellent
exellent=excellent excercise=exercise exercize=exercise excitment=excitement exited's=excited existance=existence existant=existent expecation=expectation expereince=experience experiance=experience
experiances=experiences experinece=experience experence=experience expirience=experience expirence=experience experienc=experience exprience=experience experianced=experienced expereinced=experienced
experiense=experience expertice=expertise explaination=explanation explaned=explained extention=extension extreemly=extremely extremly=extremely
facinating=fascinating fasinating=fascinating familar=familiar familier=familiar favorate=favorite feild=field feilds=fields february's=February febuary=February
finaly=finally finnally=finally foriegn=foreign foward=forward foreward's=forward forwad=forward forwards's=forward fourty=forty freind=friend freindly=friendly freinds=friends frist=first
fullfil=fulfil fulfull=fulfill futher=further furthur=further fourth's=fourth genuinly=genuinely generaly=generally goverment=government govenment=government govermental=governmental gaurd=guard
grammer=grammar gratefull=grateful greatful=grateful gratefuly=gratefully gratefulness's=gratefulness greatfull=grateful guage=gauge guarentee=guarantee guidence=guidance garantee=guarantee
happend=happened happenned=happened hapy=happy harrass=harass heared=heard hight=height helpfull=helpful hesistate=hesitate hesitate's=hesitates hestiate=hesitate heirarchy=hierarchy
honered=honored honest's=honest hopefull=hopeful hopefuly=hopefully hopfully=hopefully hospitle=hospital hosptial=hospital humourous=humorous hygeine=hygiene
immediatly=immediately imediately=immediately immediatley=immediately immediatelly=immediately imediate=immediate immidiate=immediate immidiately=immediately importent=important
impresed=impressed impressd=impressed impresive=impressive improvment=improvement imrove=improve inconvienence=inconvenience inconvinience=inconvenience incredable=incredible independant=independent
independance=independence indispensible=indispensable infomation=information informaton=information infromation=information informations's=information informtion=information
inital=initial initative=initiative iniative=initiative innitiative=initiative inteligent=intelligent intelligance=intelligence intrest=interest intrested=interested intresting=interesting
interrested=interested intersted=interested interesing=interesting interessting=interesting intressted=interested intrests=interests interestd=interested intervew=interview interveiw=interview
interviw=interview inteview=interview intervju=interview interviewd=interviewed interveiwed=interviewed interviewes=interviews inteviewed=interviewed introdused=introduced irrelevent=irrelevant
itinery=itinerary jelous=jealous jewelery=jewellery judgemant=judgment knowlege=knowledge knowledgable=knowledgeable knowledgible=knowledgeable knowlegde=knowledge knowledg=knowledge knowlegable=knowledgeable
laguage=language langauge=language lanuage=language liason=liaison libary=library liberry=library lisence=licence lisense=license licenced's=licensed maintainance=maintenance
maintenence=maintenance maintance=maintenance maintanence=maintenance manageing=managing managment=management mangement=management manger's=manager maneger=manager
managar=manager mannager=manager managemnt=management mispell=misspell medecine=medicine millenium=millennium minature=miniature minuite=minute minuits=minutes mechandise=merchandise
morgage=mortgage motivaton=motivation neccessary=necessary necessery=necessary neccesary=necessary necesary=necessary neccessarily=necessarily negociate=negotiate
neighber=neighbour noticable=noticeable nuculear=nuclear nurseing=nursing obtian=obtain occassion=occasion occasionaly=occasionally ocasion=occasion occured=occurred
occurence=occurrence occuring=occurring offerred=offered ofice=office oficial=official offical=official oppertunity=opportunity oppurtunity=opportunity oportunity=opportunity
opportunty=opportunity opportuniy=opportunity opertunity=opportunity oppotunity=opportunity opprotunity=opportunity opportuntiy=opportunity opputunity=opportunity opportunaty=opportunity oppurtunities=opportunities oppertunities=opportunities oportunities=opportunities
oposite=opposite optomistic=optimistic orginal=original orginization=organization organiztion=organization orgnization=organization organizaton=organization orgainzation=organization origional=original outragous=outrageous
paitent=patient paitents=patients patiance=patience particulary=particularly particulaly=particularly particuarly=particularly particpate=participate passtime=pastime passionete=passionate pacient=patient
perfomance=performance performence=performance perfom=perform permenant=permanent permanant=permanent perminent=permanent perseverence=perseverance persue=pursue
personaly=personally personell=personnel personel=personnel persistance=persistence personnal=personal phisical=physical plesant=pleasant pleasent=pleasant plesure=pleasure pleasur=pleasure
plase=please pleae=please pleas's=please posess=possess posession=possession posible=possible possable=possible possition=position postion=position positon=position poistion=position posistion=position
possitive=positive potencial=potential practicle=practical practise's=practises preceed=precede prefered=preferred preferr=prefer preperation=preparation preperations=preparations presance=presence
presentaion=presentation previlege=privilege priviledge=privilege privelege=privilege privilage=privilege privledge=privilege previos=previous previosly=previously probaly=probably probally=probably
proberly=probably problem's's=problems proceedure=procedure proccess=process procces=process profesional=professional proffesional=professional professionnal=professional
proffessional=professional professinal=professional profesionalism=professionalism profesion=profession proffession=profession proffesionalism=professionalism profesor=professor proffessor=professor proficent=proficient
programing=programming promiss=promise promissing=promising prommise=promise promotoin=promotion prospectives's=prospects pronounciation=pronunciation prufe=proof publically=publicly
purchace=purchase pursuade=persuade qualfied=qualified qualifed=qualified quallified=qualified qualifications's=qualifications qualificatons=qualifications qualifiactions=qualifications qualifacations=qualifications qualifactions=qualifications
qestion=question quesiton=question questons=questions quiestions=questions quater=quarter questionaire=questionnaire realy=really realize's=realizes realise's=realises reccomend=recommend recomend=recommend recommed=recommend
reccommend=recommend recomended=recommended recomendation=recommendation reccomendation=recommendation recomendations=recommendations recepie=recipe reciept=receipt recieve=receive recieved=received recieving=receiving
receieve=receive recive=receive recived=received receving=receiving recrutement=recruitment recruitement=recruitment recruter=recruiter recuiter=recruiter recruting=recruiting recruitor=recruiter
refered=referred referal=referral referance=reference refrence=reference refrences=references referances=references regaurding=regarding regardes=regards reguards=regards regads=regards
regrading's=regarding rehersal=rehearsal relavant=relevant relevent=relevant releive=relieve relize=realize relized=realized religous=religious
rember=remember remeber=remember rememberance=remembrance remmember=remember repetion=repetition representitive=representative representive=representative requirment=requirement
requirments=requirements resaurant=restaurant resturant=restaurant restaraunt=restaurant restarant=restaurant responsability=responsibility responsable=responsible responsiblity=responsibility responsibilty=responsibility responsabilities=responsibilities
responsibilites=responsibilities responce=response reponse=response resposible=responsible resposibility=responsibility respectfuly=respectfully respectivly=respectively rythm=rhythm
sallary=salary sincerly=sincerely sincerley=sincerely sincerelly=sincerely sincearly=sincerely sinserely=sincerely sincierly=sincerely saftey=safety satisfyed=satisfied satisified=satisfied scedule=schedule schedual=schedule shedule=schedule
schedul=schedule scheduel=schedule secratary=secretary secretery=secretary secetary=secretary seperate=separate seperately=separately seperated=separated seige=siege sence=sense sentance=sentence
servise=service servce=service sevice=service sevices=services similiar=similar simular=similar skilles=skills skils=skills skillfull=skilful soley=solely somthing=something someting=something sombody=somebody speach=speech
specificly=specifically specialy=specially speacial=special strengh=strength stregth=strength strenght=strength strenghts=strengths strenths=strengths strenth=strength studing=studying
succesful=successful successfull=successful succesfull=successful sucessful=successful succesfully=successfully sucessfully=successfully succes=success sucess=success succeded=succeeded suceed=succeed
sugestion=suggestion suggesstion=suggestion sugest=suggest supprise=surprise suprise=surprise suprised=surprised suport=support suporting=supporting supose=suppose supervisior=supervisor superviser=supervisor
surley=surely surpervise=supervise teh=the tecnical=technical technicaly=technically techical=technical techology=technology tecnology=technology technolgy=technology
teamate=teammate temperture=temperature temprary=temporary temporarly=temporarily tendancy=tendency tenative=tentative thankyou=thank_you thanx=thanks thansk=thanks thnaks=thanks thnak=thank thankfull=thankful
thankyou's=thank_you thaks=thanks tahnk=thank tahnks=thanks thant's=that teached=taught teacheing=teaching therefor's=therefore thier=their thiers=theirs ther's=there throught=through thorugh=through throughly=thoroughly thourough=thorough thurough=thorough
tommorow=tomorrow tommorrow=tomorrow tomorow=tomorrow tommorro=tomorrow togather=together togethor=together tounge=tongue tousand=thousand tranfer=transfer transfered=transferred traning=training trainning=training
tremendos=tremendous tremendeous=tremendous truely=truly tuseday=Tuesday teusday=Tuesday wendsday=Wednesday wensday=Wednesday wednsday=Wednesday thrusday=Thursday thirsday=Thursday thursaday=Thursday saterday=Saturday
twelth=twelfth tyrany=tyranny underate=underrate undertand=understand understnad=understand understading=understanding unfortunatly=unfortunately unfortunatley=unfortunately unfortunetly=unfortunately
unforseen=unforeseen universty=university univeristy=university univercity=university unneccessary=unnecessary untill=until usefull=useful useing=using usualy=usually usally=usually
vaccum=vacuum valuble=valuable valueable=valuable valuabe=valuable vacency=vacancy vegatable=vegetable vehical=vehicle versital=versatile verstile=versatile visable=visible volenteer=volunteer volunter=volunteer volunteeer=volunteer
volontary=voluntary waht=what warrenty=warranty weather's=weather wether=whether wheather=whether whther=whether wellcome=welcome welcom=welcome welcomming=welcoming wich=which whitch=which wierd=weird withing=within
wonderfull=wonderful wondeful=wonderful wonderul=wonderful wont=won't worke=work workin=working workig=working woudl=would wuold=would woulld=would coudl=could shoud=should shoudl=should writting=writing writeing=writing writen=written
yeild=yield yesturday=yesterday yestarday=yesterday yesteday=yesterday yeterday=yesterday yestersay=yesterday yestrday=yesterday youself=yourself yuo=you yoru=your youre=you're yours's=yours your's=yours
abotu=about aobut=about adn=and nad=and hte=the taht=that tihs=this thsi=this waiting's=waiting whcih=which hwo=how haev=have ahve=have hvae=have jsut=just liek=like konw=know knwo=know kown=known tiem=time itme=time
wokr=work owrk=work wrok=work form's=form fro's=for whit=with wiht=with wih=with wit's=with woth=worth ware's=where wheer=where peopel=people poeple=people peple=people pepole=people mroe=more moer=more
meetting=meeting meting=meeting metting=meeting meating=meeting mett=met spocken=spoken spok=spoke speek=speak speeking=speaking tallk=talk hering=hearing hearring=hearing heering=hearing hireing=hiring hirring=hiring
oraganized=organized organised's=organised organize's=organizes discusing=discussing learnig=learning lerning=learning learing=learning lern=learn lerned=learned leraned=learned
confirmaton=confirmation confrim=confirm conferm=confirm contac=contact contct=contact conversaton=conversation converstion=conversation conversacion=conversation convesation=conversation
cooperat=cooperate currantly=currently currenty=currently currentley=currently cv's's=CV evalution=evaluation everthing=everything everyting=everything evrything=everything eveything=everything everybuddy=everybody
exept=except exceptionaly=exceptionally expierence=experience expierenced=experienced faciltiy=facility facilites=facilities flexable=flexible flexibilty=flexibility fashon=fashion
furnature=furniture gernal=general genrous=generous gratitute=gratitude gratatude=gratitude gradute=graduate graduaded=graduated happyly=happily hardworker's=hard_worker hardwork=hard_work
harware=hardware impac=impact implment=implement implemention=implementation impliment=implement inovation=innovation inovative=innovative innovatve=innovative inquirey=inquiry insite's=insight insigthful=insightful
integrat=integrate intern's=intern intership=internship internhip=internship invesment=investment invloved=involved invovled=involved involed=involved involvment=involvement
lasst=last leadrship=leadership leadershp=leadership leaderhip=leadership loking=looking lookin=looking lokking=looking looing=looking manufactoring=manufacturing markting=marketing marketting=marketing
matirial=material materal=material mesage=message messege=message messsage=message mision=mission monday's's=Monday mothers's=mothers nervious=nervous nessesary=necessary
oppinion=opinion opionion=opinion ordinateur=computer oversea=overseas pasion=passion passionat=passionate payed=paid perpective=perspective perspetive=perspective prespective=perspective plannig=planning planing's=planning pland=planned
pottential=potential prepair=prepare preparred=prepared procedur=procedure prodcut=product produt=product projet=project projct=project porject=project prject=project proyect=project
provid=provide provideing=providing providet=provided quik=quick quikly=quickly quickley=quickly recently's=recently recenlty=recently recntly=recently recpetion=reception reconize=recognize reconise=recognise
relaible=reliable reliabel=reliable reliablity=reliability reliabilty=reliability replie=reply repy=reply replay's=reply rember=remember resumé's=resume resourse=resource resourses=resources respons=response retial=retail
rewading=rewarding sciense=science selction=selection sellection=selection sesion=session shre=share sofware=software softwear=software softare=software sotfware=software solusion=solution soluton=solution
stratagy=strategy stratergy=strategy strategey=strategy strat=start struture=structure sutable=suitable suitible=suitable suttle=subtle suplier=supplier supplyer=supplier sytem=system systme=system sistem=system
tast's=task teamwrok=teamwork temas=teams timming=timing tought=thought thougth=thought thoght=thought thougt=thought thaught=thought toghether=together togheter=together toword=toward trough's=through
uncomfertable=uncomfortable understoud=understood updat=update updated's=updated vaild=valid valu=value verry=very vrey=very vist=visit vison=vision wating=waiting waitting=waiting wnat=want wannt=want
weeek=week wekend=weekend weakend=weekend weeken=weekend welding's=welding wich's=which willling=willing wiling=willing wishs=wishes wolud=would wold=would wrould=would wrking=working workes=works yoour=your youur=your yor=your
"""
MISSPELT: dict[str, str] = {}
for _pair in _TABLE.split():
    _wrong, _, _right = _pair.partition("=")
    if not _wrong.endswith("'s"):
        MISSPELT[_wrong] = _right.replace("_", " ")
for _fine in ("alright", "hight", "strat", "wold", "wont", "planing", "whit", "nad", "weakend"):
    MISSPELT.pop(_fine, None)
MISSPELT |= {"wont": "won't", "your's": "yours", "it's's": "its"}

_WORD = re.compile(r"(?<![\w@./'-])[^\W\d_]+(?:'[^\W\d_]+)?(?![\w@'-])(?!\.\w)")


def find(letter: Letter, context: Context) -> Iterator[Hit]:
    """Find words of the table; names that are known are left alone."""
    names = parts(" ".join((context.recipient, context.me, context.company, *context.others)))
    sign = letter.signature.start if letter.signature else len(letter.body)
    for match in _WORD.finditer(letter.folded):
        right = MISSPELT.get(match.group())
        if right is None or match.group() in names or match.start() >= sign:
            continue
        found = letter.quote(*match.span())
        if found.isupper() and len(found) <= 4 and found != letter.body.upper():
            continue  # an abbreviation
        new = right[0].upper() + right[1:] if found[0].isupper() else right
        yield Hit(*match.span(), f"This is usually spelled “{new}”.", new)


CHECK = Check(
    name="spelling",
    title="Spelling",
    reason="A misspelling is the first thing seen and the last forgotten.",
    rules=("L4",),
    severity=Severity.WARNING,
    find=find,
    passes=examples(
        "I recognise the colour of the organisation's programme.",
        "I recognize the color of the organization's program.",
        "Their careers committee received it on Wednesday, whether or not I could believe it.",
    ),
    fails=examples(
        "Thank you for the oppurtunity.",
        "I was very intrested.",
        "I beleive my experiance would be usefull.",
        "I look foward to it.",
        "I dont know thier names untill then.",
        "Sincerly,\nTom",
    ),
)
