package io.sightline.source.ingest.dash;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.MPD;
import io.sightline.source.ingest.fetch.FetchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.stream.XMLInputFactory;

/** Turns the bytes of an MPD (ISO/IEC 23009-1) into objects. Immutable; any thread. */
final class MpdReader {

    private final MPDParser parser = new MPDParser(mapper());

    /** An MPD needs no document type, and one could name files and hosts, or grow without end. */
    private static ObjectMapper mapper() {
        XmlMapper mapper = (XmlMapper) MPDParser.defaultObjectMapper();
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
        XMLInputFactory input = mapper.getFactory().getXMLInputFactory();
        input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        input.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return mapper;
    }

    MPD read(byte[] body) throws FetchException {
        MPD mpd;
        try {
            mpd = parser.parse(new ByteArrayInputStream(body));
        } catch (IOException | RuntimeException failure) {
            String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    "the MPD cannot be understood: " + line,
                    failure);
        }
        if (mpd == null || mpd.getPeriods() == null || mpd.getPeriods().isEmpty()) {
            throw new FetchException(FetchException.Reason.UNUSABLE, "the MPD has no period");
        }
        return mpd;
    }
}
