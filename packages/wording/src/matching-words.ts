/*
 * The two words that stand on the page, in the subject and in the mail of one request, so that people know which mail
 * is theirs. They follow from the request id alone and are no secret: an id is no secret either, and nothing opens
 * for somebody who knows the words.
 *
 * One list for all languages. A page may be in German while the mail is in the language of the account, and words
 * that are to match must then still look the same; people compare them by eye, as a picture, and need not know them.
 *
 * In: colours, weather and good manners, and animals that nobody is called by as an insult. Out: whatever reads as
 * a remark about a person together with an animal (fat, lazy, old, black, white; pig, dog, rat, donkey, whale), words
 * with a second meaning (thrush, beaver, swallow), and words easily taken for another of the list.
 */

const adjectives = `
  amber apricot autumn azure breezy bright bronze calm careful cheerful clear cobalt copper cosy
  crimson crisp curious daring eager early emerald fair fleet fresh friendly frosty gentle gilded
  glad golden graceful happy honest indigo ivory jade jolly keen kind lavender lilac lively lucky
  lunar maple mellow merry midnight mint modest neat nimble olive patient peaceful placid polite
  proud purple quick rapid ruby rustic saffron sapphire scarlet serene silver snowy solar sturdy
  sunny swift tidy topaz tranquil turquoise velvet verdant violet vivid warm winter wise witty
  zesty`
  .trim()
  .split(/\s+/)

const animals = `
  albatross alpaca antelope badger bison bumblebee butterfly chamois cheetah chipmunk condor crane
  curlew dolphin dormouse dragonfly eagle falcon finch firefly flamingo fox gazelle gecko giraffe
  hare hawk hedgehog heron ibex jaguar kangaroo kestrel kingfisher koala ladybird lemur leopard
  lion llama lynx magpie manatee marmot marten meerkat moose narwhal newt nightingale nuthatch
  okapi osprey otter owl panda partridge pelican penguin pheasant platypus plover pony puffin
  quail quokka rabbit raven reindeer robin salmon sandpiper seahorse seal skylark sparrow squirrel
  starfish stork tapir tiger tortoise toucan trout turtle wallaby wolf wombat wren zebra`
  .trim()
  .split(/\s+/)

/** "amber otter" */
export function matchingWords(requestId: string): string {
  const hash = mixed(requestId.toLowerCase())
  const adjective = adjectives[hash % adjectives.length]
  const animal = animals[Math.floor(hash / adjectives.length) % animals.length]
  return `${adjective} ${animal}`
}

/** How many pairs there are. */
export const matchingPairs = adjectives.length * animals.length

/** FNV-1a, then a finaliser: ids made one after the other (UUID v7) must not get neighbouring words. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
