"""Classes of English words that patterns share (`word_classes`): `{party}` is whoever an incident may have harmed.

Each is an alternation over prepared text that begins at the start of a word and may be used anywhere in a pattern.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ENGLISH: Final[Mapping[str, str]] = {
    # Somebody outside whom an incident may harm, or who may ask for money.
    "party": (
        r"(?:customers?|clients?|members?|suppliers?|partners?|buyers?|vendors?|neighbou?rs?|residents?|citizens?|villagers?|users?|guests?|patients?|"
        r"subscribers?|tenants?|visitors?|parents?|famil(?:y|ies)|pensioners?|shops?|stores?|firms?|compan(?:y|ies)|businesses|factor(?:y|ies)|hotels?|"
        r"bakery|bakeries|restaurants?|clinics?|schools?|farms?|wholesalers?|retailers?|distributors?|importers?|manufacturers?|contractors?|builders?|"
        r"accountants?|lawyers?|doctors?|shopkeepers?|farmers?|merchants?|tradesm[ae]n|businessm[ae]n|dealers?|agents?|translators?|printers?|bakers?|butchers?|brokers?|"
        r"dentists?|florists?|garages?|caterers?|brewer(?:y|ies)|caf[eé]s?|inns?|trad(?:er|ing compan)(?:s|y|ies)?|freight forwarders?|hauliers?|hospitals?|"
        r"supermarkets?|librar(?:y|ies)|museums?|universit(?:y|ies)|colleges?|co-?ops?|nurser(?:y|ies)|kindergartens?|temples?|gyms?|salons?|pharmac(?:y|ies)|chemists?|bookshops?|charit(?:y|ies)|care homes?|nursing homes?)"
    ),
    # Who makes or holds a work: what they ask money for is the use of it.
    "maker": (
        r"(?:photographers?|photo agenc(?:y|ies)|(?:stock )?(?:photo|picture|image) (?:agenc(?:y|ies)|librar(?:y|ies)|bank|site)s?|snappers?|illustrators?|artists?|painters?|"
        r"sculptors?|cartoonists?|animators?|calligraphers?|designers?|composers?|songwriters?|singers?|musicians?|bands?|film[- ]?makers?|videographers?|"
        r"authors?|writers?|poets?|novelists?|bloggers?|journalists?|columnists?|map ?makers?|cartographers?|architects?|typographers?|(?:font |type )?foundr(?:y|ies)|font (?:makers?|houses?)|"
        r"record (?:label|compan)(?:s|y|ies)?|music publishers?|publishers?|publishing houses?|newspapers?|magazines?|film studios?|studios?|"
        r"(?:royalt(?:y|ies)|collecting|rights) (?:societ(?:y|ies)|bod(?:y|ies)|agenc(?:y|ies)|holders?|owners?|organi[sz]ations?)|jasrac|copyright (?:holders?|owners?|agents?|troll))"
    ),
    # What somebody has made and others may use without asking.
    "work": (
        r"(?:photo(?:graph)?s?|pictures?|pics?|images?|snaps?|snapshots?|shots?|illustrations?|drawings?|sketch(?:es)?|paintings?|artworks?|art|cartoons?|comics?|manga|"
        r"characters?|mascots?|maps?|clip ?art|icons?|logos?|designs?|patterns?|fonts?|typefaces?|lettering|songs?|tunes?|melod(?:y|ies)|music|jingles?|soundtracks?|tracks?|lyrics|"
        r"recordings?|videos?|clips?|footage|films?|movies?|animations?|poems?|haiku|texts?|articles?|essays?|columns?|stor(?:y|ies)|recipes?|reviews?|books?|passages?|"
        r"paragraphs?|memes?|screenshots?|posters?|templates?)"
    ),
    # Where it is shown.
    "site": (
        r"(?:web ?sites?|web ?pages?|home ?pages?|landing pages?|sites?|pages?|blogs?|portals?|online (?:shop|store|newsletter|magazine|catalogue|leaflet)s?|web ?shops?|"
        r"newsletters?|e-?newsletters?|apps?|channels?|youtube|instagram|facebook|twitter|tiktok|social media|feeds?|posts?|tweets?|stor(?:y|ies)|reels?|clips?|videos?|"
        r"promo(?:tional)? (?:film|video|clip)s?|banners?|online (?:ad|advert|advertisement|campaign)s?|e-?mails?|mailings?|slides?(?: deck)?|webinars?|podcasts?|livestreams?)"
    ),
    # That somebody asks for money or goes to law.
    "demands": (
        r"(?:(?:(?:is|are|was|were|has been|have been|now|keeps?|kept) )?(?:demand|claim|ask|su|seek|press|charg|bill|invoic|chas)(?:ing|ed|s|es)?(?![a-z])|sues?(?![a-z])|seeks?(?![a-z])|"
        r"(?:now |also |all |both )?(?:want|expect|insist)(?:s|ed|ing)?(?: (?:on|to be|us to|me to))?(?: [\w'’]+){0,6}? (?:money|lost|loss(?:es)?|paid|pay|paying|payment|compensat\w+|damages|fees?|royalt\w+|licen[cs]e|redress|settle\w*|refund|yen|million|thousand|something for|a (?:share|cut))|"
        r"wants? (?:¥|\d)|(?:is|are|was|were) (?:now )?(?:after|wanting|owed|threatening|taking|going to (?:court|law|sue))(?![a-z])|took us to court|take us to court|"
        r"threaten\w*|(?:has |have |had )?(?:sent|served|posted|mailed|e-?mailed|handed|presented|slapped)(?: us| me| the \w+)?(?: with)? (?:an? |the |their |his |her |its )?(?:\w+ ){0,3}?"
        r"(?:bill|invoice|demand|claim|writ|letter|notice|warning|summons|cease|lawsuit|solicitor|lawyer|legal)|"
        r"(?:lawyers?|solicitors?|attorneys?|barristers?)(?: (?:has|have|had))? (?:wrote|written|sent|rang|called|contacted|got in touch|is|are|says?|demand)|"
        r"(?:wants?|demands?|expects?) what (?:it|he|she|they)(?![a-z])|pay(?: up)?(?: [¥\d][\d,.]*(?: yen| million)?)?,? or (?:else|see|we|they|face|be)|see (?:you|us) in court|"
        r"(?:bill|invoice|letter|demand|writ)s?(?= ?:|,? (?:came|arrived|followed|landed|turned up|from|over|reached|asking|demanding|claiming))|(?:lawsuits?|legal action|court papers|writs?|compensation|damages|royalt(?:y|ies)|licen[cs](?:e|ing) fees?|usage fees?|a payment|back payment)(?![a-z]))"
    ),
    # That work at some place stops.
    "halted": (
        r"(?:ground to a halt|(?:came|come|comes|brought|was brought) to a (?:halt|stop|standstill|complete stop)|at a (?:standstill|complete standstill)|(?:stood|stand|stands|standing|sat) (?:still|idle)|"
        r"(?:was|were|is|are|has been|have been|had been|got|lay|left|went|sat|stayed|remained) (?:all |completely |totally |entirely |still |forced )*(?:stopped|paraly[sz]ed|idle|down|blocked|dead|stuck|frozen|"
        r"interrupted|held up|shut|closed|out of action|out of order|offline|unusable|unreachable|unavailable|crippled|stranded|dark|disrupted|hampered|suspended|unable)(?![a-z])|"
        r"(?:could|ca|can)(?: ?n['’]?t|not| not| neither| no longer)(?: even)? (?:work|trade|open|operate|sell|ship|serve|invoice|deliver|produce|do|take|make|book|run|load|bake|print|order|process|issue|reach|see|accept|fulfil|restock|pay|dispatch)(?![a-z])|"
        r"(?:had|have|has|were forced|was forced) to (?:close|shut|stop|halt|suspend|cancel|turn|send|scrap|postpone)(?![a-z])|"
        r"(?:lost|missed|lose|losing) (?:[\w'’]+ ){0,5}?(?:trade|trading|work|business|orders?|sales|production|output|takings|bookings|turnover|revenue|income|earnings|deliveries|shifts?|days?|hours?|weekend|morning|afternoon)(?![a-z])|"
        r"(?:stopped|halted|stalled|collapsed|crashed|seized up|froze|shut down|went dark|went down|jammed|dried up)(?![a-z]))"
    ),
    # What an office or shop works with.
    "kit": (
        r"(?:systems?|servers?|networks?|routers?|switch(?:es)?|(?:web ?)?sites?|home ?pages?|web ?shops?|e-?shops?|online (?:shop|store|booking|service)s?|portals?|platforms?|apps?|"
        r"tills?|registers?|computers?|pcs?|terminals?|machines?|databases?|cloud|software|internet(?: line| connection)?|lines?|wi-?fi|equipment|plant|factory|production|operations?|checkout)"
    ),
    # Criminals at a keyboard.
    "attacker": (
        r"(?:attackers?|hackers?|intruders?|(?:cyber |data |online )?thie(?:f|ves)|cyber-?(?: ?criminals?| ?crooks?| ?gangs?| ?thie(?:f|ves))|crooks?|criminals?|fraudsters?|blackmailers?|extortionists?|extortion gang|ransom(?:ware)? gang|(?:criminal |hacker |hacking )?gang|bad actors?)"
    ),
    # Oneself and one's own people.
    "ourselves": (
        r"(?:we|i|yours truly|(?:(?:one|two|some|three) of )?(?:our|my|the (?:town|village|office|company|centre|center|municipal|council)(?:.s)?|the)(?: own)? (?:\w+ )?(?:clerks?|staff|employees?|people|colleagues?|secretar(?:y|ies)|"
        r"accountants?|bookkeepers?|directors?|managers?|receptionists?|technicians?|admin\w*|it (?:man|guy|woman|person|lead|girl|team|people|officer)|team|office|trainees?|interns?|officers?|workers?|caretakers?|boss|chief|head)|"
        r"(?:a|one|an?other|some|an alert|a sharp-eyed|a young) (?:\w+ )?(?:clerk|colleague|employee|secretary|accountant|bookkeeper|receptionist|technician|trainee|intern|officer|caretaker|staff member|member of (?:our |the )?(?:staff|team)))"
    ),
    # Whose word is an external notification.
    "authority": (
        r"(?:(?:the |local |prefectural |national |cyber |state |metropolitan )*police(?: force| station| department| cyber \w+)?|cyber-?crime (?:unit|squad|division|team|police)|detectives?|jp-?cert(?:/cc)?|ipa|nisc|"
        r"(?:the )?(?:ministry|prefecture|prosecutors?|regulator)|ministry of (?:\w+ ){0,3}\w+|(?:mayor.s|prefectural|prefecture.s|governor.s|city|town|village|municipal|government|ministry.s|state|federal|national|ward|public) (?:office|hall|government|authorit(?:y|ies)|agency|bod(?:y|ies)|officials?|administration)|"
        r"(?:personal information |privacy |data protection )(?:protection )?(?:commission(?:er)?|authority|watchdog)|official cyber (?:agency|centre|center))"
    ),
    # Who is paid to look after our security.
    "watchers": (
        r"(?:(?:managed |it |network |cyber |outside |external |contracted )*(?:security|monitoring|maintenance|soc|firewall) (?:firm|company|vendor|provider|contractor|people|service|operator|partner|outfit|centre|center)|managed service provider|msp|soc|"
        r"(?:firm|company|vendor|provider|contractor|people|outfit|agency|folks?|business|lot) (?:that |who |which |we (?:pay|hire|have|employ) to |to whom )(?:\w+ )?(?:watch|monitor|guard|run|manage|mind|look after|handle|operate|maintain|supervise)(?:s|es|ing)?(?: \w+){0,4})"
    ),
    "told": (
        r"(?:told|rang|called|phoned|telephoned|warned|notified|informed|e-?mailed|mailed|wrote|faxed|messaged|alerted|tipped|contacted|flagged|reported|pointed out|let us know|got in touch|got on to us|gave us|sent us|"
        r"came (?:round|by|to tell|to say|to warn)|turned up|dropped by|knocked|visited|drew our attention|raised the alarm|sounded the alarm|brought it to)"
    ),
    "noticed": r"(?:notic(?:ed|es|ing)|spott?(?:ed|s)|found|saw|sees|discover(?:ed|s)|reali[sz](?:ed|es)|detect(?:ed|s)|picked up|stumbled|came across|became suspicious|grew suspicious|got suspicious|smelled|smelt|sensed|caught|twigged|thought|felt|suspected)",
    "underwriter": (
        r"(?:(?:the |our |your )?(?:insurers?|insurance (?:compan(?:y|ies)|people|firm|lady|man|folks?|side|office|desk)|underwriters?|carrier)|tokio(?: marine)?(?: & nichido| and nichido)?|aioi(?: nissay)?|sompo(?: japan)?)"
    ),
    # Whoever looks into an incident for money.
    "sleuth": (
        r"(?:specialists?|experts?|people|firm|team|lab|laboratory|compan(?:y|ies)|consultanc(?:y|ies)|consultants?|technicians?|sleuths?|detectives?|outfit|crew|engineers?|pros?|professionals?|contractors?|outsiders?)"
    ),
    # Those who lead and are no staff.
    "boss": (
        r"(?:chief executives?|ceos?|(?:vice[- ])?presidents?|(?:vice[- ])?chair(?:man|men|woman|women|person)?s?|(?:managing |executive )?directors?|board members?|members of the board|executives?|trustees?|secretar(?:y|ies)[- ]general|auditors?)"
    ),
    # What people hand out to say sorry.
    "gift": (
        r"(?:gifts?|presents?|vouchers?|tokens?|coupons?|gift cards?|hampers?|baskets?|biscuits?|chocolates?|sweets|cand(?:y|ies)|cookies|cakes?|tea|coffee|fruit|melons?|flowers?|bouquets?|soaps?|towels?|"
        r"snacks?|jam|crackers|sake|wine|mugs?|calendars?|(?:box(?:es)?|tins?|packs?|bags?|sets?|tubs?|bottles?) of (?:\w+ )?\w+|(?:snack|towel|tea|gift|soap) (?:sets?|box(?:es)?|packs?))"
    ),
    # What others can be lost with.
    "media": (
        r"(?:usb(?: sticks?| drives?| keys?)?|(?:memory|data|sd) (?:cards?|sticks?)|thumb drives?|flash drives?|pen drives?|(?:external |portable )?(?:hard )?(?:disks?|discs?|drives?)|back-?up (?:tapes?|disks?)|laptops?|notebooks?|tablets?|"
        r"(?:work |company |smart|mobile )?phones?|binders?|folders?|ring binders?|briefcases?|envelopes?|dossiers?|printouts?|papers|paperwork|diar(?:y|ies)|clipboards?|ledgers?|blueprints?|plans|drawings|files?|contracts?|forms)"
    ),
}
