import { BAGGAGE_BOTANU_PREFIX, BAGGAGE_BOTANU_SIGNATURE } from '@botanu/core/semconv';
import type { TextMapSetter } from '@opentelemetry/api';

const BAGGAGE_HEADER = 'baggage';

/** W3C Baggage, section 3.3.2: receivers may drop what is longer. */
const MAX_BAGGAGE_BYTES = 8192;
const MAX_BAGGAGE_ENTRIES = 180;

/**
 * Writes what a propagator writes, without our entries: of the `baggage` header they are cut out, and a header for one
 * entry (`uberctx-…`, `ot-baggage-…`) is not written at all. The rest is what the propagator has written.
 *
 * @param setter - Writes into the carrier.
 */
export function withoutRunEntries(setter: TextMapSetter): TextMapSetter {
  return {
    set: (carrier, name, value) => {
      if (isBaggage(name)) {
        const others = membersOf(value).filter((member) => !isOurs(member));
        if (others.length > 0) {
          setter.set(carrier, name, others.join(','));
        }
      } else if (!name.toLowerCase().includes(BAGGAGE_BOTANU_PREFIX)) {
        setter.set(carrier, name, value);
      }
    },
  };
}

/**
 * Writes what a propagator writes, and puts a signature behind a run in the `baggage` header. What is too long for one
 * is cut at the end, as propagators do it.
 *
 * @param setter - Writes into the carrier.
 * @param signature - The value of `botanu.sig`.
 */
export function withSignature(setter: TextMapSetter, signature: string): TextMapSetter {
  const signed = `${BAGGAGE_BOTANU_SIGNATURE}=${encodeURIComponent(signature)}`;
  return {
    set: (carrier, name, value) => {
      // Headers of other names are none of our affair, on every request.
      const members = isBaggage(name) ? membersOf(value).filter((member) => !isSignature(member)) : [];
      const ours = members.filter(isOurs);
      const others = members.filter((member) => !isOurs(member));
      setter.set(carrier, name, ours.length > 0 ? cut([...ours, signed, ...others]) : value);
    },
  };
}

function cut(members: readonly string[]): string {
  let header = '';
  for (const member of members.slice(0, MAX_BAGGAGE_ENTRIES)) {
    const longer = header === '' ? member : `${header},${member}`;
    if (longer.length > MAX_BAGGAGE_BYTES) {
      break;
    }
    header = longer;
  }
  return header;
}

function isBaggage(name: string): boolean {
  return name.toLowerCase() === BAGGAGE_HEADER;
}

function membersOf(header: string): readonly string[] {
  return header.split(',');
}

function isOurs(member: string): boolean {
  return member.trimStart().startsWith(BAGGAGE_BOTANU_PREFIX);
}

function isSignature(member: string): boolean {
  return member.trimStart().startsWith(`${BAGGAGE_BOTANU_SIGNATURE}=`);
}
