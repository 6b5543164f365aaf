import { send } from '../http/client.ts';

export interface FeedbackMessage {
  readonly text: string;
  /** How to reach the writer, if they want to be. */
  readonly contact: string | null;
  /** The page that it is about: path and query. */
  readonly page: string;
  /** The explorer's operation that it is about. */
  readonly operation: string | null;
  readonly requestId: string | null;
}

/** Hands a message about the panel to those who run it. Throws an ApiError whose message is fit for the form. */
export const sendFeedback = async (message: FeedbackMessage): Promise<void> => {
  await send({ method: 'POST', path: '/panel/feedback', body: message });
};
