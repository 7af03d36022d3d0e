/**
 * Words that lists of names and places have too, and that running text writes small at least twice, and more often than with
 * a capital: counted in public-domain books (Project Gutenberg) and addresses to the Congress of the United States, without
 * those that people are often called.
 */
export const nameWords = (): string[] => LIST.trim().split(/\s+/);

const LIST = `
abate ace acre adams ally amour apex aquiline asbestos auburn ban bang barons beau beer bent berry bill blaze bled
bless block bona bountiful bourgeois brain brandy bud carbon cart centennial charity colt conception cousin crews
cypress dam dell diamond drew dusty els emerald ere falter fan fares ferry fish floor foster fried funk geese gene
grasse grosser grover hack harmony haven helm hill hind homestead hunter laurel lax levy lie lien line lion loan lore
lowe lung manly manna mare marine martial mate meridian mete mile miles miracle nail naval ogre opal pagan pare
patience peak peer penny pest pie pierce plantation plateau pomp poore price prosper prudence prune pun ransom rata
raven rein reunion rice rum sack sage saile sever signe sincere slam soda sow splinter stern storm strand sunrise swan
sylvan tab tam tamer tan temple thy til tore trace trail trinity ultimo upland valid van vigil villa vital wade wane
ward waters wet winter woodland yong
`;
