package dev.watertight.product.domain;

import java.util.List;

/**
 * Where products of one kind stand in the demo catalogue.
 *
 * @param code begins their skus
 * @param cheapest whole units of the currency
 */
record DemoAisle(
        String category,
        String code,
        List<String> makes,
        List<String> things,
        String promise,
        int cheapest,
        int dearest) {

    static final List<DemoAisle> ALL = List.of(
            aisle("kitchen", "KIT", "Made for a kitchen that is cooked in every day.", 8, 90)
                    .of("Beech,Copper,Steel,Walnut,Cast Iron,Enamel,Bamboo,Marble")
                    .with("Saucepan,Chopping Board,Ladle,Colander,Mixing Bowl,Rolling Pin,Whisk,Kettle"),
            aisle("tableware", "TAB", "Goes into the dishwasher and on the good table.", 4, 60)
                    .of("Glass,Stoneware,Porcelain,Terracotta,Linen,Olive Wood,Pewter,Speckled")
                    .with("Mug,Dinner Plate,Soup Bowl,Carafe,Serving Dish,Tumbler,Egg Cup,Salt Cellar"),
            aisle("coffee-and-tea", "COF", "For the first quiet minutes of the day.", 6, 120)
                    .of("Copper,Glass,Matte,Ceramic,Travel,Japanese,Italian,Classic")
                    .with(
                            "Teapot,Coffee Grinder,Pour-Over Dripper,French Press,Milk Jug,Tea Strainer,Espresso Cup,Caddy"),
            aisle("bedding", "BED", "Washes soft, and softer every time.", 15, 180)
                    .of("Cotton,Linen,Bamboo,Wool,Percale,Flannel,Brushed,Quilted")
                    .with("Pillowcase,Duvet Cover,Fitted Sheet,Bedspread,Mattress Topper,Blanket,Bolster,Throw"),
            aisle("bath", "BAT", "Dries quickly and lasts for years.", 5, 70)
                    .of("Cotton,Waffle,Cedar,Bamboo,Turkish,Ribbed,Slate,Striped")
                    .with(
                            "Bath Towel,Hand Towel,Bath Mat,Soap Dish,Shower Curtain,Bathrobe,Toothbrush Holder,Laundry Basket"),
            aisle("lighting", "LIG", "Warm light, with a bulb that can be changed.", 20, 250)
                    .of("Brass,Paper,Rattan,Glass,Steel,Marble,Oak,Concrete")
                    .with("Table Lamp,Pendant,Floor Lamp,Wall Light,Desk Lamp,Lantern,Night Light,Lampshade"),
            aisle("furniture", "FUR", "Comes in one box, with the one tool it takes.", 60, 900)
                    .of("Oak,Walnut,Beech,Pine,Rattan,Velvet,Leather,Maple")
                    .with("Armchair,Side Table,Bookshelf,Bench,Stool,Coat Rack,Sideboard,Writing Desk"),
            aisle("storage", "STO", "Stacks, and keeps its shape when it is empty.", 6, 80)
                    .of("Wicker,Canvas,Felt,Steel,Wooden,Seagrass,Stackable,Folding")
                    .with("Basket,Crate,Drawer Box,Shoe Rack,Hamper,Magazine File,Tool Chest,Jar Set"),
            aisle("garden", "GAR", "Stays outside all year.", 7, 150)
                    .of("Steel,Copper,Terracotta,Cedar,Galvanised,Carbon,Heritage,Compact")
                    .with("Watering Can,Hand Trowel,Planter,Pruning Shears,Bird Feeder,Garden Fork,Seed Tray,Trellis"),
            aisle("camping", "CAM", "Light enough to carry, strong enough to forget about.", 9, 320)
                    .of("Canvas,Titanium,Ultralight,Waterproof,Folding,Insulated,Alpine,Coastal")
                    .with("Tent,Sleeping Bag,Camp Stove,Water Bottle,Hammock,Dry Bag,Head Torch,Cook Set"),
            aisle("bags", "BAG", "Sewn twice where it matters.", 18, 240)
                    .of("Canvas,Leather,Waxed,Recycled,Quilted,Everyday,Weekend,Cork")
                    .with("Backpack,Tote,Messenger Bag,Duffel,Wash Bag,Wallet,Laptop Sleeve,Belt Bag"),
            aisle("knitwear", "KNI", "Knitted from yarn we can name the farm of.", 22, 190)
                    .of("Merino,Lambswool,Cashmere,Cotton,Alpaca,Shetland,Cable,Ribbed")
                    .with("Jumper,Cardigan,Beanie,Scarf,Mittens,Roll Neck,Vest,Socks"),
            aisle("outerwear", "OUT", "Keeps wind and rain where they belong.", 50, 420)
                    .of("Waxed,Down,Waterproof,Wool,Quilted,Packable,Storm,Corduroy")
                    .with("Jacket,Parka,Raincoat,Gilet,Overshirt,Poncho,Anorak,Windbreaker"),
            aisle("shoes", "SHO", "Can be resoled, and should be.", 45, 260)
                    .of("Leather,Suede,Canvas,Rubber,Wool,Nubuck,Lightweight,Lined")
                    .with("Boots,Loafers,Trainers,Sandals,Clogs,Slippers,Hiking Shoes,Brogues"),
            aisle("stationery", "STA", "Paper that likes ink.", 3, 45)
                    .of("Dotted,Ruled,Recycled,Letterpress,Pocket,Hardback,Brass,Cotton")
                    .with("Notebook,Writing Pad,Envelope Set,Pencil Case,Desk Planner,Fountain Pen,Ruler,Card Box"),
            aisle("toys", "TOY", "No battery, no noise, no end of stories.", 5, 95)
                    .of("Wooden,Felt,Painted,Knitted,Magnetic,Giant,Tiny,Rainbow")
                    .with("Train Set,Stacking Tower,Puzzle,Building Blocks,Doll,Pull-Along Duck,Kite,Memory Game"),
            aisle("music", "MUS", "In tune out of the box.", 12, 480)
                    .of("Maple,Mahogany,Rosewood,Spruce,Beginner,Concert,Travel,Vintage")
                    .with("Ukulele,Kalimba,Cajon,Harmonica,Guitar Stand,Tambourine,Recorder,Metronome"),
            aisle("bicycle", "BIC", "Fits what you ride already.", 6, 160)
                    .of("Leather,Alloy,Steel,Carbon,Reflective,Classic,Commuter,Touring")
                    .with("Saddle,Handlebar,Bell,Pannier,Mudguard,Front Light,Bottle Cage,Grip Set"),
            aisle("pets", "PET", "Tested by those who cannot read this.", 4, 130)
                    .of("Cotton,Leather,Wool,Ceramic,Washable,Braided,Elevated,Orthopaedic")
                    .with("Dog Bed,Collar,Lead,Food Bowl,Cat Tree,Travel Crate,Chew Toy,Brush"),
            aisle("pantry", "PAN", "Small batches, nothing to hide on the label.", 3, 35)
                    .of("Wild,Smoked,Organic,Roasted,Pickled,Salted,Stone-Ground,Spiced")
                    .with("Almonds,Honey,Olives,Oat Granola,Chilli Flakes,Peppercorns,Mustard,Cocoa"));

    /** An aisle that is being filled, part by part. */
    private record Empty(String category, String code, String promise, int cheapest, int dearest, List<String> makes) {
        Empty of(String commaSeparated) {
            return new Empty(category, code, promise, cheapest, dearest, List.of(commaSeparated.split(",")));
        }

        DemoAisle with(String commaSeparated) {
            return new DemoAisle(category, code, makes, List.of(commaSeparated.split(",")), promise, cheapest, dearest);
        }
    }

    private static Empty aisle(String category, String code, String promise, int cheapest, int dearest) {
        return new Empty(category, code, promise, cheapest, dearest, List.of());
    }
}
