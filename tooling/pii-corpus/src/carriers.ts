import type { Random } from './random';
import type { TextBuilder } from './text-builder';

/** Adds one planted thing, with the words that belong to it. */
type Plant = () => void;

/** A kind of text that things are planted in. */
export interface Carrier {
  readonly name: string;
  readonly write: (text: TextBuilder, plants: readonly Plant[], random: Random) => void;
}

const SENTENCES: readonly string[] = [
  'The customer wrote again this morning and asked why the parcel had not arrived.',
  'Please look at the order and tell me what to answer.',
  'We moved the search to another cluster, and it became faster.',
  'The model answered within two seconds, which is fine for support.',
  'Der Kunde hat heute Morgen noch einmal geschrieben und fragt nach der Rechnung.',
  'Bitte prüfen Sie, ob die Überweisung schon eingegangen ist.',
  "Le client demande pourquoi la commande n'est pas encore arrivée.",
  'El pedido llegó tarde y el cliente quiere una devolución.',
  'Il cliente chiede quando arriverà il rimborso.',
  'お客様から注文についてのお問い合わせがありました。',
  '客户询问订单为什么还没有送到。',
  'Клиент спрашивает, когда придёт посылка.',
  'Müşteri siparişinin nerede olduğunu soruyor.',
  'Good news 🎉 the refund went through 👍🏽 and the ticket is closed.',
];

const MESSAGES = [
  'request finished',
  'cache miss',
  'retrying',
  'user updated',
  'payment declined',
  'job done',
];

function jsonEscape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What PHP, Python and older JSON writers make of it: ASCII alone. */
function asciiJsonEscape(text: string): string {
  return jsonEscape(text).replace(
    /[@\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const prose: Carrier = {
  name: 'prose',
  write(text, plants, random) {
    for (const plant of plants) {
      text.add(
        `${random.pick(SENTENCES)} ${random.pick(['It says ', 'Use ', 'Here: ', 'I got "', 'Mine is ', '('])}`,
      );
      plant();
      text.add(random.pick(['. ', ', they said. ', '\n', '" and nothing else. ', ') ', '; ']));
    }
    text.add(random.pick(SENTENCES));
  },
};

function json(name: string, escapeText: (text: string) => string): Carrier {
  return {
    name,
    write(text, plants, random) {
      text
        .addMarkup(`{"level":"info","time":${random.integer(1.6e12, 1.8e12)},"messages":[`)
        .escapeWith(escapeText);
      for (const [index, plant] of plants.entries()) {
        text.addMarkup(
          `${index === 0 ? '' : ','}{"role":"${random.pick(['user', 'assistant'])}","content":"`,
        );
        text.add(`${random.pick(SENTENCES)}\n`);
        plant();
        text.add(random.pick(['', '\n', ' "quoted" ', `\n${random.pick(SENTENCES)}`]));
        text.addMarkup('"}');
      }
      text.addMarkup(`],"durationMs":${random.integer(1, 9999)}}`);
    },
  };
}

const log: Carrier = {
  name: 'log',
  write(text, plants, random) {
    for (const plant of plants) {
      const time = new Date(random.integer(1.6e12, 1.8e12)).toISOString();
      text.add(
        `${time} ${random.pick(['INFO', 'WARN', 'ERROR'])} [worker-${random.digits(1)}] ${random.pick(MESSAGES)} `,
      );
      text.add(random.pick(['value=', 'detail="', '- ', 'got: ']));
      plant();
      text.add(random.pick([` took ${random.integer(1, 999)}ms\n`, '"\n', '\n', ' (attempt 2 of 3)\n']));
    }
  },
};

const code: Carrier = {
  name: 'code',
  write(text, plants, random) {
    text.add("import { createClient } from './client';\n\n");
    for (const [index, plant] of plants.entries()) {
      const quote = random.pick(["'", '`', '"']);
      text.add(`// ${random.pick(SENTENCES)}\nconst value${index} = ${quote}`);
      plant();
      text.add(`${quote};\n`);
    }
    text.add('export default createClient({ retries: 3, timeoutMs: 10_000 });\n');
  },
};

const table: Carrier = {
  name: 'Markdown table',
  write(text, plants, random) {
    text.add('| id | note | value |\n|---:|---|---|\n');
    for (const plant of plants) {
      text.add(`| ${random.integer(1, 9999)} | ${random.pick(MESSAGES)} | `);
      plant();
      text.add(' |\n');
    }
  },
};

const yaml: Carrier = {
  name: 'YAML',
  write(text, plants, random) {
    for (const [index, plant] of plants.entries()) {
      const quote = random.pick(['', '"', "'"]);
      text.add(`service-${index}:\n  replicas: ${random.integer(1, 9)}\n  value: ${quote}`);
      plant();
      text.add(`${quote}\n  image: registry.internal/app:${random.integer(1, 9)}.${random.integer(0, 20)}\n`);
    }
  },
};

const csv: Carrier = {
  name: 'CSV',
  write(text, plants, random) {
    text.add('id,value,message,amount\n');
    for (const plant of plants) {
      text.add(`${random.integer(1, 9999)},`);
      plant();
      text.add(`,${random.pick(MESSAGES)},${random.integer(1, 999)}.${random.digits(2)}\n`);
    }
  },
};

const html: Carrier = {
  name: 'HTML',
  write(text, plants, random) {
    text.add('<!doctype html><table>');
    for (const plant of plants) {
      text.add(`<tr><td>${random.pick(MESSAGES)}</td><td class="v">`);
      plant();
      text.add('</td></tr>');
    }
    text.add('</table>');
  },
};

/** Every kind of text. */
export const carriers: readonly Carrier[] = [
  prose,
  json('JSON', jsonEscape),
  json('ASCII JSON', asciiJsonEscape),
  log,
  code,
  table,
  yaml,
  csv,
  html,
];
