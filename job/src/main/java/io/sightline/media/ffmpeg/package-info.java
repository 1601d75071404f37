/**
 * Demuxing and decoding by FFmpeg's libraries. The only package that imports JavaCPP: pointers,
 * return codes and reference counts end here.
 */
package io.sightline.media.ffmpeg;
