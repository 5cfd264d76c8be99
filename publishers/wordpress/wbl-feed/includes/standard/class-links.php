<?php
/**
 * Where the addresses of a posting lead (spec sections 5.2, 5.5 and 20.3).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Addresses are https, public, and say where they lead. Nothing is fetched or looked up.
 */
final class Links {

	/** Ends of names that nobody outside can look up (RFC 2606, 6761, 6762 and 8375, and what networks use). */
	const INNER = '/\.(?:local|localhost|localdomain|lan|internal|intranet|corp|home|home\.arpa|test|invalid)$/D';

	/** Sites that stand for a real one in manuals; a host under .example is not among them, since this standard uses it so. */
	const PLACE_HOLDERS = '/(?:^|\.)(?:example\.(?:com|org|net)|yourdomain\.com|yoursite\.com)$/D';

	/** Characters that browsers turn into one that ends a host (NFKC, UTS 46). */
	const SEPARATORS = '/[℀℁℅℆⁇⁈⁉⩴︓︖﹕﹖﹟﹫＃／：？＠]/u';

	const SHORTENERS = '/^(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|v\.gd|buff\.ly|rebrand\.ly|shorturl\.at|tiny\.cc|cutt\.ly|rb\.gy|t\.ly
		|s\.id|bl\.ink|lnkd\.in|qrco\.de|shorte\.st)$/xD';

	/**
	 * @return Notice[]
	 */
	public static function check( Look $look ): array {
		$notices = array();
		foreach ( $look->urls as $pointer => $address ) {
			$shown = Notice::shown( $address );
			$host  = self::host( $address );
			if ( ! self::is_public( $host ) ) {
				$notices[] = self::warning( 'unreachable_link', $pointer, "$pointer is $shown, which nobody outside can open.", 'Write the public address, such as https://site.example/postings/4821.' );
				continue;
			}
			if ( 0 === strpos( $address, 'http://' ) ) {
				$secure    = Notice::shown( preg_replace( '~^http://([^/?#]*?)(?::80)?(?=[/?#]|$)~', 'https://$1', $address ) );
				$notices[] = self::warning( 'insecure_link', $pointer, "$pointer is an http address: $shown.", "Use https if the site has it: $secure" );
			}
			if ( preg_match( self::SHORTENERS, preg_replace( '/^www\./', '', $host ) ) ) {
				$notices[] = self::warning( 'shortened_link', $pointer, "$pointer is the shortened address $shown.", 'Write the address that it leads to.' );
			}
		}
		return $notices;
	}

	/** The host of an http address, in small letters; empty if it has none. */
	public static function host( string $address ): string {
		return preg_match( '~^https?://(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^/?#:@]*)(?::[0-9]*)?(?:[/?#]|$)~D', $address, $found ) ? strtolower( rtrim( $found[1], '.' ) ) : '';
	}

	/** Whether everybody can open a host. */
	private static function is_public( string $host ): bool {
		$bare = preg_replace( '/^::ffff:(?=[0-9.]+$)/D', '', trim( $host, '[]' ) ); // IPv4 within IPv6 (RFC 4291 section 2.5.5.2).
		if ( $bare !== $host || preg_match( '/(?:^|\.)[0-9]+$/D', $host ) ) {
			return false !== filter_var( $bare, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE );
		}
		return false !== strpos( $host, '.' ) && ! preg_match( self::SEPARATORS, $host ) && ! preg_match( self::INNER, $host ) && ! preg_match( self::PLACE_HOLDERS, $host );
	}

	private static function warning( string $code, string $pointer, string $message, string $mend ): Notice {
		return Notice::warning( $code, $pointer, $message, $mend, 'quality' );
	}
}
