import {
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type PrimitiveValueListNode,
  ValueListNode,
  ValueNode,
} from 'kysely'

/** Writes the values that `build` functions state into the text of a statement; those that vary stay parameters. */
export function constantsAsLiterals(varies: (value: unknown) => boolean): KyselyPlugin {
  const transformer = new ConstantsAsLiterals(varies)
  return {
    transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
    transformResult: async ({ result }) => result,
  }
}

class ConstantsAsLiterals extends OperationNodeTransformer {
  readonly #varies: (value: unknown) => boolean

  constructor(varies: (value: unknown) => boolean) {
    super()
    this.#varies = varies
  }

  protected override transformValue(node: ValueNode): ValueNode {
    return this.#varies(node.value) ? node : ValueNode.createImmediate(node.value)
  }

  protected override transformPrimitiveValueList(
    node: PrimitiveValueListNode,
  ): PrimitiveValueListNode {
    const list: OperationNode = ValueListNode.create(
      node.values.map((value) => this.transformValue(ValueNode.create(value))),
    )
    // Kysely's types want a node of the same kind; its compiler takes either.
    return list as PrimitiveValueListNode
  }
}
