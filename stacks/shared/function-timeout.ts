/** The timeout of one invocation of the rotation function. Steps take a second or two; waiting for a whole rotation takes the rest. */
export const FUNCTION_TIMEOUT_SECONDS = 300;
