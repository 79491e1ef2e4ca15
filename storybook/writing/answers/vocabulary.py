"""Word lists for reading quiz answers: which nouns are people, plans, machines, and how they take an article."""


def words(text: str) -> frozenset[str]:
    """Give the set of the words in `text`."""
    return frozenset(text.split())


# words that open a noun phrase
DETERMINERS = words(
    """
    a all an another any both each eight enough every few five four half her his hundred hundreds its lots many most
    nine no other our plenty seven several six some ten that the their these this those three two your
    """
)
# words that open an answer in another language
FOREIGN = words(
    """
    alla auf avec con dans das de del dem den der des di dos ein eine einem einen einer eines el elle er es esta este
    gli ich ihr il im ist je kein keine la las le les lo los ma mein meine mes mi mis mit moi mon nos por que se sein
    seine sie su sus ta te tu uma un una und une uno von wir y
    """
)
# words that stand for a noun phrase
PRONOUNS = words(
    """
    anybody anyone anything everybody everyone everything her him himself it nobody nothing somebody someone
    something them us
    """
)
# nouns without an article
MASS = words(
    """
    advice affection armor armour attention bread bullying cake-mix candy cheese chocolate company confidence
    courage dynamite electricity embarrassment energy fame fire food freedom friendship fruit fu gold happiness help
    homework honesty honey hope humiliation ice jam jewellery jewelry kindness knowledge laughter light lightning
    loneliness love loyalty luck magic meat milk mockery money music peace poetry power protection rejection respect
    glitter glue ink jelly mud oil paint sand slime smoke
    rain rice ridicule shame silver soup spaghetti pasta snow strength thunder time treasure trust violence water
    wealth wind wisdom work
    """
)
# things nobody can hold in a paw
ABSTRACT = words(
    """
    advice affection apology attention company compliment confidence courage dance date death dream faith fear fame
    freedom friendship fu hand happiness heart help honesty hope hug idea joke kindness kiss knowledge lesson love
    loyalty luck magic marriage peace power promise protection respect ride smile song strength time trust walk
    wisdom
    """
)
# nouns whose "of" belongs to them
GROUPS = words(
    """
    band bunch circle couple crowd family flock gang group herd lot pack pair swarm team
    """
)
# those one can train with
MASTERS = words(
    """
    alien angel badger baker bear beetle bird blacksmith boy captain carpenter cat chef chief coach crane crow cub
    deer dog dolphin dragon druid dwarf eagle elder elephant elf engineer fairy family fighter fox friend frog
    general genie ghost giant girl goat god goddess grandfather grandmaster grandmother guide guru hare hawk
    hedgehog hermit hero heron horse hunter instructor inventor king knight lady leader lion magician man master
    mentor merchant mermaid monk monkey mouse ninja nomad nun otter owl panda phoenix pirate priest professor
    prophet queen rabbit raven sage samurai scientist sensei shaman smith snake sorcerer spider spirit
    astronaut cook dancer detective doctor explorer gardener librarian musician painter pilot poet sailor singer
    squirrel stag stranger teacher tiger toad tortoise trainer traveler traveller tribe trickster troll turtle
    unicorn vixen warrior whale witch wizard wolf woman
    """
)
# things one can build after
PLANS = words(
    """
    blueprint book design diagram drawing instructions manual map plan recipe scroll sketch
    """
)
# verbs of finding
FINDING = words(
    """
    discover encounter find get learn meet notice receive see spot uncover unearth
    """
)
# plans that say "of" what they show
DRAWN = words(
    """
    blueprint design diagram drawing plan sketch
    """
)
# words for persons and animals that are no names
PEOPLE = words(
    """
    animal badger bear bird boy brother bullie bully cat chicken chief child crow crush deer dog duck eagle elder
    everybody everyone family father flock fox friend gang girl girlfriend goose group hare hen herd kid king lady
    lion man mother mouse neighbor neighbour owl pack parent peacock people prince princess queen rabbit raven
    sister someone squirrel stranger swan teacher tiger villager vixen wife wolf woman
    """
)
# things that one stands before and cannot pick up
BIG = words(
    """
    aeroplane airplane airship automobile boat bulldozer bus car carriage cart digger harvester helicopter
    locomotive machine mech plane rocket ship spacecraft spaceship statue submarine tank tractor train truck van
    vehicle wagon
    """
)
# machines that are strapped on
WORN = words(
    """
    armor armour backpack exoskeleton glider jetpack pack parachute saddle suit wing
    """
)
# machines that are used in the paws
HELD = words(
    """
    amulet axe blaster bow catapult compass crown drum flute gadget gun hammer horn kite lamp lantern mirror
    necklace raygun ring shield slingshot spear staff sword telescope torch wand whistle
    """
)
# verbs of giving
GIVING = words(
    """
    bring buy give hand lend offer present send show
    """
)
# verbs that are more often nouns when they open an answer
NOUN_TOO = words(
    """
    abuse attack cage curse dance drink fight fire hand harm hate help hug kiss lie love murder plan play present
    raid silence smoke torture trap work
    """
)
# words in -ed that are no participles
NOT_PARTICIPLES = words(
    """
    bed breed creed deed feed greed hundred misdeed naked need red reed sacred seed shed sled speed weed wicked
    """
)
# persons and animals that do things in a crowd, besides those above; "trousers" do nothing
LIVING = (
    MASTERS
    | PEOPLE
    | words(
        """
    adult beaver bee bullie butterfly calf camel cheerleader classmate colleague donkey duckling enemy fan farmer frog
    gosling grown-up gull guard guest hen hyena insect jackdaw kid lamb lizard magpie men mice neighbour parent parrot
    peer penguin people pig pigeon pixie player pupil rat robber rooster rival seal sheep snail sibling soldier sparrow
    spectator stoat student tourist villager visitor walrus wasp weasel wolves women worker
    """
    )
)
# animals, as villains come; the others of those above are persons
ANIMALS = words(
    """
    badger bat bear beaver beetle bird boar bull cat cobra cow crab crane crocodile crow deer dog dolphin donkey
    dragon duck eagle elephant falcon fish frog goat goose gorilla hamster hare hawk hedgehog hen heron hippo horse
    hyena insect jackal jackdaw leopard lion lizard lynx magpie mole monkey mosquito mouse octopus otter owl ox
    panther parrot peacock penguin pig pigeon pike porcupine rabbit raccoon rat raven rhino rooster scorpion seal
    shark sheep skunk snail snake sparrow spider squirrel stag stoat swan tiger toad tortoise turtle vulture walrus
    wasp weasel whale wolf wolverine worm
    """
)
# persons who are villains and do nothing else
VILLAINS = words("bandit demon devil giant goblin monster ogre pirate robber thief troll vampire villain witch wizard")
# words in -ing that are no verbs, or adjectives more often
NOT_GERUNDS = words(
    """
    amazing anything boring building burning ceiling clothing darling drawing duckling dumpling during earring
    evening everything feeling floating flying glowing gosling humming interesting king lightning living morning
    nothing offspring painting ping pudding ring shimmering shining sibling sleeping sling something sparkling
    spring starling sting string swing talking thing viking walking wedding wing
    """
)
# plurals without an s, and some with it
PLURAL_WORDS = words(
    """
    children deer feet folk friends geese kids men mice parents people sheep wolves women
    """
)
# words that begin what describes a noun from behind
AFTER_NOUN = words(
    """
    about and as at because behind beside but by for from full he in inside into like near on over she so that they
    to under when where which who whom whose with without
    """
)
# nouns in -ing
ING_NOUNS = words(
    """
    building drawing earring king painting ring string thing viking wing
    """
)
# finds that one enters and does not carry
PLACES = words(
    """
    arena cabin castle cathedral cave cavern chamber city cottage door doorway dojo forest fortress garden gate gym
    hall house island kingdom laboratory lab lair lake library lighthouse mansion mine monastery mountain oasis
    palace portal pyramid river ruin school shrine spaceship spring submarine swamp temple tower tree tunnel valley
    village waterfall well workshop world
    """
)
# what holds something, and is called after it: a box of matches
HOLDERS = words("bag barrel basket bottle bowl box bundle can cup glass jar pot sack tin")
# shares of something; what they are shares of is what comes again
PARTS = words("half handful piece slice bit rest part")
# finds that are machines already: whoever builds goes on building them
MACHINES = words(
    """
    aeroplane airplane airship automobile boat bulldozer car computer contraption digger drone engine harvester
    helicopter invention machine mech motor plane robot rocket ship spacecraft spaceship submarine tank tractor
    train vehicle
    """
)
# machines that carry somebody
VEHICLES = MACHINES - words("computer contraption drone engine invention machine mech motor robot")
# what is one's own: "breaking his promise" is the villain's promise
OWN = words("anger fury greed hatred magic oath own power powers promise promises rage temper vow word")
# what a find is used for; lines with such a tag tell of it
USES = {
    "played": words("cello clarinet drum fiddle flute guitar harp horn lute lyre pipe saxophone trumpet violin"),
    "lit": words("candle lamp lantern torch"),
    "ridden": words("bicycle bike scooter skateboard sled sledge tricycle unicycle"),
    "driven": words("automobile bulldozer bus car locomotive ship submarine tank tractor train truck van"),
    "flown": words("kite"),
    "winged": words("glider jetpack parachute wing wings"),
    "swung": words("axe blade club dagger hammer spear staff sword"),
    "read": words("atlas blueprint book diagram diary drawing manual manuscript map plan recipe scroll sketch"),
    "followed": words("compass"),
    "donned": words(
        "boot cape cloak coat crown glasses glove goggles hat helmet jacket mask sandal scarf shoe skate slipper sock"
    ),
    "eaten": words("apple bread cake cheese chocolate fruit honey jam pear pie plum soup"),
}
