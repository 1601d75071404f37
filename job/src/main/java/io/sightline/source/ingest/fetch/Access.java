package io.sightline.source.ingest.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;

/**
 * What the requests of one input may reach, and what they carry.
 *
 * @param home the input's own place; its headers are secret, and go to its host alone
 * @param headers sent with every request to that host
 * @param refusesPrivateAddresses whether private, loopback and link-local networks are out of reach
 */
public record Access(URI home, Map<String, String> headers, boolean refusesPrivateAddresses) {

    public Access {
        headers = Map.copyOf(headers);
    }

    /** The headers for a request to {@code place}. */
    public Map<String, String> headersFor(URI place) {
        boolean isHome =
                place.getHost() != null
                        && place.getHost().equalsIgnoreCase(home.getHost())
                        && !("https".equals(home.getScheme())
                                && !"https".equalsIgnoreCase(place.getScheme()));
        return isHome ? headers : Map.of();
    }

    /**
     * Lets a place pass that this input may be led to.
     *
     * @param from the place that leads there
     */
    public void require(URI from, URI place) throws FetchException {
        String scheme = String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT);
        boolean isKnown =
                "file".equals(from.getScheme())
                        ? scheme.equals("file") && place.getHost() == null
                        : scheme.equals("http") || scheme.equals("https");
        if (!isKnown) {
            throw forbidden("the scheme '" + scheme + "', which it may not");
        }
        if (!scheme.equals("file")) {
            // Here, on a thread that may wait, and not on one that serves all inputs.
            String host = String.valueOf(place.getHost());
            InetAddress[] addresses = lookedUp(host);
            if (refusesPrivateAddresses) {
                requirePublic(host, addresses);
            }
        }
    }

    /** Refuses a host with an address in a private, loopback or link-local network. */
    public static void requirePublic(String host) throws FetchException {
        requirePublic(host, lookedUp(host));
    }

    private static void requirePublic(String host, InetAddress[] addresses) throws FetchException {
        for (InetAddress address : addresses) {
            if (isPrivate(address)) {
                throw forbidden("the private address of host '" + host + "'");
            }
        }
    }

    private static InetAddress[] lookedUp(String host) throws FetchException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new FetchException(
                    FetchException.Reason.UNREACHABLE, "unknown host " + host, unknown);
        }
    }

    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress(); // IPv4 in IPv6 was unwrapped by InetAddress
        boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        boolean isCarrierGrade =
                bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64; // RFC 6598
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isUniqueLocal
                || isCarrierGrade;
    }

    private static FetchException forbidden(String where) {
        return new FetchException(FetchException.Reason.FORBIDDEN, "the input leads to " + where);
    }
}
