/** The telephone system's echo: a number that answers at once and says back what it hears. */

/** The feature code FreePBX has for it too; `resources/asterisk` and the practice centre answer it. */
export const echoExtension = '*43'
