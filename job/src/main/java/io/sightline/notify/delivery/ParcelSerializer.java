package io.sightline.notify.delivery;

import io.sightline.notify.Page;
import io.sightline.sink.LaneRow;
import io.sightline.table.AlertJson;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;

/**
 * Version 1: a byte that says which, then of a row its key and its JSON; of a letter its alert as a
 * row of {@code alerts}, the members of the group, kind, time and attempts.
 */
final class ParcelSerializer extends AsyncSinkWriterStateSerializer<Parcel> {

    private static final int VERSION = 1;
    private static final int LETTER = 1;
    private static final int ROW = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    protected void serializeRequestToStream(Parcel parcel, DataOutputStream out)
            throws IOException {
        if (parcel instanceof Parcel.Ended ended) {
            out.writeByte(ROW);
            writeText(ended.row().key(), out);
            writeText(ended.row().json(), out);
            return;
        }
        Letter letter = ((Parcel.Addressed) parcel).letter();
        out.writeByte(LETTER);
        writeBytes(AlertJson.write(letter.page().alert()), out);
        writeTexts(letter.page().memberIncidents(), out);
        writeTexts(letter.page().memberStreams(), out);
        out.writeUTF(letter.kind().name());
        out.writeLong(letter.decidedAtMillis());
        out.writeInt(letter.attempts());
    }

    @Override
    protected Parcel deserializeRequestFromStream(long size, DataInputStream in)
            throws IOException {
        if (in.readByte() == ROW) {
            return new Parcel.Ended(new LaneRow(readText(in), readText(in)));
        }
        Page page = new Page(AlertJson.read(readBytes(in)), readTexts(in), readTexts(in));
        return new Parcel.Addressed(
                new Letter(page, Letter.Kind.valueOf(in.readUTF()), in.readLong(), in.readInt()));
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeTexts(List<String> texts, DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(text, out);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(readText(in));
        }
        return texts;
    }
}
