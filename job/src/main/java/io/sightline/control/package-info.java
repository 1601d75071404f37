/** Where what operators say is kept, a file or a topic: watched by the job, edited by commands. */
package io.sightline.control;
