/*
 * Two words that are shown on the page and in the email of a request, so that people can match the two. They are
 * derived from the request id. Neither is a secret: knowing them gives access to nothing.
 *
 * There is one list for all languages. The page may be in German and the email in the language of the account, and
 * the words must look the same in both. People compare them as pictures and need not know their meaning.
 *
 * Chosen: colours, weather, manners, and animals that are not used as insults. Left out: adjectives that, with an
 * animal, could be read as a remark about a person (fat, lazy, old, black, white), animals used as insults (pig, dog,
 * rat, donkey, whale), words with a second meaning (thrush, beaver, swallow), and words that look alike.
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

/** The number of different pairs. */
export const matchingPairs = adjectives.length * animals.length

/** FNV-1a with a finaliser, so that consecutive ids (UUID v7) get unrelated words. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
