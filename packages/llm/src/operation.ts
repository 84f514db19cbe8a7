/** What can be asked of a model: the values of `gen_ai.operation.name`. */
export const ModelOperation = {
  /** A conversation; the default. */
  CHAT: 'chat',
  /** The older completion of a text. */
  TEXT_COMPLETION: 'text_completion',
  /** Vectors of texts. */
  EMBEDDINGS: 'embeddings',
  /** Content of any modality, as Gemini calls it. */
  GENERATE_CONTENT: 'generate_content',
  /** A tool is run. */
  EXECUTE_TOOL: 'execute_tool',
  /** An agent is made. */
  CREATE_AGENT: 'create_agent',
  /** An agent is called. */
  INVOKE_AGENT: 'invoke_agent',
  /** Documents are ordered by relevance. */
  RERANK: 'rerank',
  /** An image is made. */
  IMAGE_GENERATION: 'image_generation',
  /** An image is changed. */
  IMAGE_EDIT: 'image_edit',
  /** Speech becomes text. */
  SPEECH_TO_TEXT: 'speech_to_text',
  /** Text becomes speech. */
  TEXT_TO_SPEECH: 'text_to_speech',
  /** Content is checked. */
  MODERATION: 'moderation',
} as const;

/** One of the operations. */
export type ModelOperation = (typeof ModelOperation)[keyof typeof ModelOperation];
