import { Language, type Node, Parser } from 'web-tree-sitter';

const GRAMMAR = 'node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm';

export interface TerraformBlock {
  /** `resource "aws_s3_bucket_policy" "label"`, as words. */
  readonly words: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly blocks: readonly TerraformBlock[];
}

async function createParser(): Promise<Parser> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(GRAMMAR));
  return parser;
}

const parser = createParser();

/** Terraform's blocks with their attributes evaluated; throws on a syntax error and on what is no literal. */
export async function readTerraform(text: string): Promise<readonly TerraformBlock[]> {
  const tree = (await parser).parse(text);
  if (tree === null || tree.rootNode.hasError) throw new Error(`not Terraform:\n${text}`);
  return childrenOf(tree.rootNode, 'body').flatMap(blocksOf);
}

function childrenOf(node: Node, ...types: readonly string[]): readonly Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && types.includes(child.type));
}

function blocksOf(body: Node): readonly TerraformBlock[] {
  return childrenOf(body, 'block').map((block) => {
    const inner = childrenOf(block, 'body');
    const attributes = inner
      .flatMap((one) => childrenOf(one, 'attribute'))
      .map((attribute) => {
        const [name] = childrenOf(attribute, 'identifier');
        const [expression] = childrenOf(attribute, 'expression');
        if (name === undefined || expression === undefined)
          throw new Error(`no attribute: ${attribute.text}`);
        return [name.text, valueOf(expression)] as const;
      });
    return {
      words: childrenOf(block, 'identifier', 'string_lit').map((word) =>
        word.type === 'identifier' ? word.text : stringOf(word),
      ),
      attributes: Object.fromEntries(attributes),
      blocks: inner.flatMap(blocksOf),
    };
  });
}

/** The one function is `jsonencode`, whose argument is the value; a reference to another resource is its own text. */
function valueOf(node: Node): unknown {
  const [only] = node.namedChildren;
  switch (node.type) {
    case 'expression':
      if (childrenOf(node, 'get_attr').length > 0) return { reference: node.text };
      return only === undefined || only === null ? fail(node) : valueOf(only);
    case 'literal_value':
    case 'collection_value':
    case 'template_expr':
      return only === undefined || only === null ? fail(node) : valueOf(only);
    case 'function_call': {
      const [name, args] = node.namedChildren;
      const [argument, ...more] = args?.namedChildren ?? [];
      if (name?.text !== 'jsonencode' || argument === undefined || argument === null || more.length > 0)
        return fail(node);
      return valueOf(argument);
    }
    case 'object':
      return Object.fromEntries(
        childrenOf(node, 'object_elem').map((element) => {
          const [key, value] = childrenOf(element, 'expression');
          if (key === undefined || value === undefined) return fail(element);
          return [keyOf(key), valueOf(value)];
        }),
      );
    case 'tuple':
      return childrenOf(node, 'expression').map(valueOf);
    case 'string_lit':
      return stringOf(node);
    case 'numeric_lit':
    case 'bool_lit':
    case 'null_lit':
      return JSON.parse(node.text);
    case 'variable_expr':
      return { reference: node.text };
    default:
      return fail(node);
  }
}

/** A bare identifier as an object's key is its own name. */
function keyOf(expression: Node): string {
  const [only] = expression.namedChildren;
  if (only?.type === 'variable_expr') return only.text;
  const value = valueOf(expression);
  return typeof value === 'string' ? value : fail(expression);
}

function stringOf(node: Node): string {
  if (childrenOf(node, 'template_interpolation', 'template_directive').length > 0) return fail(node);
  return node.text
    .slice(1, -1)
    .replaceAll(/\\(u[\da-f]{4}|[nrt"\\])|\$\$\{|%%\{/gi, (escape) =>
      escape.startsWith('\\') ? JSON.parse(`"${escape}"`) : escape.slice(1),
    );
}

function fail(node: Node): never {
  throw new Error(`no literal (${node.type}): ${node.text}`);
}
