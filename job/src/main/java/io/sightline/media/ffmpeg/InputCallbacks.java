package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The C functions that the library calls while it reads an input.
 *
 * <p>JavaCPP allots ten native callbacks to each type, so the process shares one of each, and the
 * opaque pointer that C hands back carries a number that finds the input. The map is the strong
 * reference that keeps a target alive while C may call it. Any thread.
 */
final class InputCallbacks {

    /** What one input answers to the library; must not throw. */
    interface Target {

        boolean shouldAbort();

        /** Bytes read, at least 1, or a negative error code of the library. */
        int read(ByteBuffer target);

        /** Where reading goes on, the size, or a negative error code of the library. */
        long seek(long offset, int whence);
    }

    static final AVIOInterruptCB.Callback_Pointer INTERRUPT = new Interrupt();
    static final Read_packet_Pointer_BytePointer_int READ = new Read();
    static final Seek_Pointer_long_int SEEK = new Seek();

    private static final ConcurrentMap<Long, Target> TARGETS = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_NUMBER = new AtomicLong(1);

    private InputCallbacks() {}

    /** Makes a target known; the result is the opaque pointer for C, to be removed afterwards. */
    static Pointer add(Target target) {
        long number = NEXT_NUMBER.getAndIncrement();
        TARGETS.put(number, target);
        return new Ticket(number);
    }

    static void remove(Pointer opaque) {
        TARGETS.remove(opaque.address());
    }

    /** A pointer that points nowhere: its address is a number of ours. */
    private static final class Ticket extends Pointer {
        Ticket(long number) {
            super((Pointer) null);
            this.address = number;
        }
    }

    private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            Target target = TARGETS.get(opaque.address());
            return target == null || target.shouldAbort() ? 1 : 0;
        }
    }

    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer buffer, int size) {
            Target target = TARGETS.get(opaque.address());
            if (target == null) {
                return AVERROR_EXTERNAL;
            }
            return target.read(buffer.capacity(size).asByteBuffer());
        }
    }

    private static final class Seek extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            Target target = TARGETS.get(opaque.address());
            return target == null ? AVERROR_EXTERNAL : target.seek(offset, whence);
        }
    }
}
