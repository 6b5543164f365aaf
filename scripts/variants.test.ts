import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program.ts';
import { isTest, sourcesBelow } from './sources.ts';

/** The variants that src/theme.ts gives a look. */
const variants: Readonly<Record<string, readonly string[]>> = {
  Alert: ['info', 'warning', 'error', 'success'],
  button: ['default', 'primary', 'danger', 'subtle', 'link'],
};

/** What people press, type into or choose in; names of the library's parts and of our wrappers. */
const controls =
  /<(button|input|select|textarea|Button|LinkButton|MantineButton|ActionIcon|CopyButton|Menu|FilterMenu|Burger|CloseButton|TextInput|PasswordInput|Textarea|NativeSelect|Select|Checkbox|Radio|Switch|UnstyledButton|Tabs\.Tab|Combobox\.Option)(?=[\s/>])/g;

/** Controls that are plain HTML, and why. */
const plain: Readonly<Record<string, string>> = {
  'src/components/controls/OpenMenu.tsx': 'the library drops an aria-disabled, which it gets back here',
  'src/pages/explorer/JsonEditor.tsx': 'an editor with the lines of its JSON beside it',
  'src/pages/load-balancers/LoadBalancerCards.tsx': 'a component in each of a thousand rows costs four times the row',
  'src/pages/load-balancers/LoadBalancersTable.tsx': 'the buttons of its head look as its heads',
  'src/pages/load-balancers/Row.tsx': 'a component in each of a thousand rows costs four times the row',
  'src/pages/load-balancers/Toolbar.tsx': 'the library’s field would cost the first page 4 kB for one field',
  'src/pages/load-balancers/row-parts.tsx': 'a component in each of a thousand rows costs four times the row',
};

const pages = sourcesBelow('src').filter((path) => path.endsWith('.tsx') && !isTest(path));
const drawn = pages.filter((path) => !(path in plain));
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** The attributes of the element whose name ends at `from`; of what they hold in braces only what is said of its classes and variant. */
function attributesAt(text: string, from: number): string {
  let depth = 0;
  let kept = '';
  let keeps = true;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{' && depth++ === 0) keeps = /\b(className|variant)=$/.test(kept);
    if (depth === 0 && sign === '>') break;
    if (depth === 0 || keeps) kept += sign;
    if (sign === '}' && --depth === 0) keeps = true;
  }
  return kept;
}

const controlsIn = (text: string) =>
  [...text.matchAll(controls)].map((found) => ({
    name: found[1] ?? '',
    attributes: attributesAt(text, found.index + found[0].length),
  }));

it('gives buttons and news no variant but those of the theme', () => {
  const wrong = pages.flatMap((path) =>
    [...textOf(path).matchAll(/<([\w.]+)(?=\s)/g)].flatMap((found) => {
      const name = found[1] ?? '';
      const allowed = name === 'Alert' ? variants.Alert : /Button|ActionIcon|Menu$/.test(name) ? variants.button : null;
      if (!allowed) return [];
      const given = /\bvariant=(?:"([^"]*)"|\{([^}]*)\})/.exec(
        attributesAt(textOf(path), found.index + found[0].length),
      );
      const values =
        given?.[1] !== undefined
          ? [given[1]]
          : [...(given?.[2] ?? '').matchAll(/(?<=[?:] )'([^']*)'/g)].map(([, v]) => v ?? '');
      return values.filter((value) => !allowed.includes(value)).map((value) => `${path}: <${name} variant="${value}">`);
    }),
  );
  expect(wrong).toEqual([]);
});

it('draws every control by the library, but for those that say why not', () => {
  const wrong = drawn.filter((path) => controlsIn(textOf(path)).some(({ name }) => /^[a-z]/.test(name)));
  expect(wrong).toEqual([]);
});

const look = /(?:^|[;{\s])((?:color|background|border|padding)(?:-(?!radius|collapse|spacing)[\w-]+)?)\s*:/g;

/** Rules of a sheet: their selectors and what they declare. */
const rulesOf = (sheet: string) =>
  [...sheet.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(
    ([, selectors = '', body = '']) => ({
      selectors: selectors.split(',').map((each) => each.trim()),
      body,
    }),
  );

/** What a sheet says of the look of elements that have one of these classes, or of any control by its element's name. */
const looksGiven = (sheet: string, classes: ReadonlySet<string>): string[] =>
  rulesOf(sheet).flatMap(({ selectors, body }) => {
    const properties = [...body.matchAll(look)].map(([, property]) => property ?? '');
    return selectors
      .filter((selector) => {
        const last = selector.split(/\s+(?![^(]*\))|>|\+|~/).at(-1) ?? '';
        const named = [...last.matchAll(/\.([\w-]+)/g)].some(([, name]) => classes.has(name ?? ''));
        return named || /^(button|input|select|textarea)\b/.test(last);
      })
      .flatMap((selector) => properties.map((property) => `${selector} { ${property} }`));
  });

it('leaves colour, border and padding of controls to the theme', () => {
  const wrong = drawn.flatMap((path) => {
    const text = textOf(path);
    return [...text.matchAll(/import (\w+) from '(\.[^']*\.module\.css)'/g)].flatMap(([, name, file = '']) => {
      const classes = new Set(
        controlsIn(text).flatMap(({ attributes }) =>
          [...attributes.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, each]) => each ?? ''),
        ),
      );
      return looksGiven(textOf(join(dirname(path), file)), classes).map(
        (rule) => `${join(dirname(path), file)}: ${rule}`,
      );
    });
  });
  expect([...new Set(wrong)]).toEqual([]);
});

it.each([
  ['.send { margin: 4px; border-radius: 4px; }', 0],
  ['.send { color: red; padding-inline: 4px; }', 2],
  ['@media (max-width: 1px) { .box .send:hover { border: 0; } }', 1],
  ['.send .word { color: red; }', 0],
  ['.other { color: red; }', 0],
  ['.box > button { background: none; }', 1],
])('tells a look of a control from its place: %s', (sheet, found) => {
  expect(looksGiven(sheet, new Set(['send']))).toHaveLength(found);
});
