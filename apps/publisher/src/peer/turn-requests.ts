import { Message, parseMessage, type TurnProtocol } from 'werift';
import { refusal } from './allocation-fault.js';
import { takeUnsigned, turnParts } from './werift-parts.js';

/** Mends how werift asks a TURN server that does not know its nonce any more, or never knew its password. */
export function mendRequests(turn: TurnProtocol): void {
  hearUnsigned(turn);
  signAnew(turn);
}

/**
 * A server that knows neither the password nor the nonce signs nothing (RFC 8489, section 9.2.4);
 * werift waits in vain for a signed answer then.
 */
function hearUnsigned(turn: TurnProtocol): void {
  const parts = turnParts(turn);
  const handle = parts.handleSTUNMessage.bind(turn);
  parts.handleSTUNMessage = (data, from) => {
    const message = parseMessage(data);
    const transaction = message && turn.transactions[message.transactionIdHex];
    const [code] = refusal({ response: message }) ?? [];
    if (transaction && (code === 401 || code === 438)) takeUnsigned(transaction);
    handle(data, from);
  };
}

/** After a stale nonce werift sends its signed request again with two signatures: no server reads that. */
function signAnew(turn: TurnProtocol): void {
  const first = turn.requestWithRetry.bind(turn);
  turn.requestWithRetry = async (request, address) => {
    // Nothing is signed before the first answer.
    if (turn.realm === undefined) return first(request, address);
    const { messageMethod, messageClass } = request;
    const attributes = [...request.toJSON().attributes];
    try {
      return await turn.request(request, address);
    } catch (error) {
      const nonce = newNonce(error);
      if (!nonce) throw error;
      turn.nonce = nonce;
      const again = new Message(messageMethod, messageClass, undefined, attributes);
      return await turn.request(again, address);
    }
  };
}

function newNonce(error: unknown): Buffer | undefined {
  const [code] = refusal(error) ?? [];
  const { response } = error as { readonly response?: Message };
  return code === 438 ? response?.getAttributeValue('NONCE') : undefined;
}
