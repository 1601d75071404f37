/** The command line: one picocli command per file. It talks to the job, never to operators. */
package io.sightline.cli;
