package io.sightline.source.ingest.transport;

/**
 * What is counted of a transport stream: the items of ETSI TR 101 290 (V1.4.1), 5.2.1 and 5.2.2,
 * that need nothing but the bytes. Where an indicator there stays raised, one error is counted for
 * each full period without the thing that is due.
 */
public enum TransportItem {
    /** 1.1 TS_sync_loss: two or more sync bytes in a row are wrong; five right ones end it. */
    SYNC_LOSS,
    /** 1.2 Sync_byte_error. */
    SYNC_BYTE,
    /** 1.3 PAT_error: no PAT for 500 ms, another table on PID 0, or PID 0 scrambled. */
    PAT,
    /** 1.4 Continuity_count_error: packets lost, out of order, or more than twice. */
    CONTINUITY,
    /** 1.5 PMT_error: a PMT that the PAT names is absent for 500 ms, or scrambled. */
    PMT,
    /**
     * 1.6 PID_error: PIDs of pictures, sound or clock that a PMT names and that are absent. Not
     * counted up: how many are absent at the end of the second.
     */
    PID_MISSING,
    /** 2.1 Transport_error: the packet is marked as damaged; nothing else is derived from it. */
    TRANSPORT_ERROR,
    /** 2.2 CRC_error in a PAT, a CAT or a PMT. */
    CRC,
    /** 2.3a PCR_repetition_error: more than 100 ms, and up to 1 s, between two PCRs. */
    PCR_REPETITION,
    /**
     * 2.3b PCR_discontinuity_indicator_error: the clock goes back, or forward by over 1 s, and
     * nothing announces it. By the clause alone that begins at 100 ms; but as time is told by the
     * PCRs themselves, a lesser step cannot be told from 2.3a, and is counted there.
     */
    PCR_DISCONTINUITY,
    /** 2.5 PTS_error: no PTS of a track for 700 ms. */
    PTS,
    /** 2.6 CAT_error: scrambled packets without a CAT, or another table on PID 1. */
    CAT,
    /** Packets of RTP that never came; not of TR 101 290, and told to the meter from outside. */
    RTP_LOSS,
    /** No error: packets with DVB subtitles or subtitles of teletext. */
    CAPTION
}
