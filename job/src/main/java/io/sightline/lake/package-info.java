/** What the command line knows of the lake; what fills it is in a module of its own, job/lake. */
package io.sightline.lake;
