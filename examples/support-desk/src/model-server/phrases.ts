/** What an answer says in its own words, by language. */
export interface Phrases {
  readonly greeting: string;
  readonly about: string;
  readonly goodbye: string;
}

const ENGLISH: Phrases = {
  greeting: 'Hello, and thank you for writing to us.',
  about: 'This is what we can tell you about',
  goodbye: 'Kind regards, your support desk',
};

const PHRASES: Readonly<Record<string, Phrases>> = {
  en: ENGLISH,
  de: {
    greeting: 'Guten Tag und vielen Dank für Ihre Nachricht.',
    about: 'Das können wir Ihnen dazu sagen:',
    goodbye: 'Mit freundlichen Grüßen, Ihr Support',
  },
  es: {
    greeting: 'Hola y gracias por escribirnos.',
    about: 'Esto es lo que podemos decirle sobre',
    goodbye: 'Un saludo, su equipo de soporte',
  },
  fr: {
    greeting: 'Bonjour et merci pour votre message.',
    about: 'Voici ce que nous pouvons vous dire de',
    goodbye: 'Cordialement, votre équipe de support',
  },
  it: {
    greeting: 'Buongiorno e grazie per averci scritto.',
    about: 'Ecco che cosa possiamo dirle su',
    goodbye: "Cordiali saluti, l'assistenza",
  },
  pt: {
    greeting: 'Olá e obrigado pela sua mensagem.',
    about: 'Isto é o que podemos dizer sobre',
    goodbye: 'Com os melhores cumprimentos, a equipa de suporte',
  },
  ja: {
    greeting: 'お問い合わせいただきありがとうございます。',
    about: '次の件についてご案内いたします:',
    goodbye: 'よろしくお願いいたします。サポート担当',
  },
};

/**
 * Phrases in a language.
 *
 * @param language - A two-letter code.
 * @returns The English ones where there are no others.
 */
export function phrasesIn(language: string): Phrases {
  return PHRASES[language] ?? ENGLISH;
}
