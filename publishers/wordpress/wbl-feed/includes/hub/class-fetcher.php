<?php
/**
 * Asks an aggregator for a document.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

defined( 'ABSPATH' ) || exit;

/**
 * One question over HTTP, in bounds of time and size, that does not lead into the network of this server (spec section 18.2).
 */
final class Fetcher {

	/** Seconds for everything, redirects included: a visitor may be waiting. */
	const SECONDS = 5;

	/** The longest document, in bytes. */
	const BYTES = 2097152;

	const REDIRECTS = 3;

	/**
	 * What is at an address.
	 *
	 * The answer is written to a file, because WordPress would unfold a compressed one in memory without bounds.
	 *
	 * @param array $held Validators of what is held: 'etag' and 'modified', as they came.
	 * @return array|\WP_Error 'status', 'text', 'etag', 'modified', 'retry_after'.
	 */
	public static function get( string $address, array $held = array() ) {
		$file = tempnam( get_temp_dir(), 'wbl' );
		if ( ! $file ) {
			return new \WP_Error( 'wbl_feed_no_file', __( 'No temporary file can be written on this server.', 'wbl-feed' ) );
		}
		$answer = self::follow( $address, $held, $file );
		$text   = is_wp_error( $answer ) ? '' : (string) file_get_contents( $file ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- a local file
		wp_delete_file( $file );
		if ( is_wp_error( $answer ) ) {
			return $answer;
		}
		$coding = self::header( $answer, 'content-encoding' );
		if ( '' !== $coding && 'identity' !== strtolower( $coding ) ) {
			return new \WP_Error( 'wbl_feed_coding', __( 'The statewide collection sends its answers compressed, though it was asked not to.', 'wbl-feed' ) );
		}
		if ( strlen( $text ) > self::BYTES ) {
			return new \WP_Error( 'wbl_feed_long', __( 'This list is too long to be shown here. Choose a region with fewer postings.', 'wbl-feed' ) );
		}
		return array(
			'status'      => (int) wp_remote_retrieve_response_code( $answer ),
			'text'        => $text,
			'etag'        => self::header( $answer, 'etag' ),
			'modified'    => self::header( $answer, 'last-modified' ),
			'retry_after' => self::header( $answer, 'retry-after' ),
		);
	}

	/**
	 * The last answer behind at most three redirects, of which none leads from https to http.
	 *
	 * @return array|\WP_Error
	 */
	private static function follow( string $address, array $held, string $file ) {
		$ends = microtime( true ) + self::SECONDS;
		for ( $left = self::REDIRECTS; ; $left-- ) {
			$answer = self::ask( $address, $held, $file, $ends - microtime( true ) );
			$target = is_wp_error( $answer ) ? '' : self::header( $answer, 'location' );
			if ( '' === $target || ! in_array( wp_remote_retrieve_response_code( $answer ), array( 301, 302, 303, 307, 308 ), true ) ) {
				return $answer;
			}
			$target = \WP_Http::make_absolute_url( $target, $address );
			$secure = 0 === stripos( $address, 'https:' );
			if ( 0 === $left || microtime( true ) > $ends - 0.1 || ( $secure && 0 !== stripos( $target, 'https:' ) ) ) {
				return new \WP_Error( 'wbl_feed_redirect', __( 'The statewide collection redirects too often, or from https to http.', 'wbl-feed' ) );
			}
			$address = $target;
		}
	}

	/**
	 * @return array|\WP_Error
	 */
	private static function ask( string $address, array $held, string $file, float $seconds ) {
		$headers = array(
			'Accept'          => 'application/vnd.wbl-feed+json, application/json;q=0.9',
			'Accept-Encoding' => 'identity',
		);
		if ( ! empty( $held['etag'] ) ) {
			$headers['If-None-Match'] = $held['etag'];
		} elseif ( ! empty( $held['modified'] ) ) {
			$headers['If-Modified-Since'] = $held['modified'];
		}
		/**
		 * Filters whether the aggregator may be in a private network or at an unusual port.
		 *
		 * @param bool   $allowed False unless a filter says otherwise.
		 * @param string $address Of the document that is asked for.
		 */
		$private = (bool) apply_filters( 'wbl_feed_hub_allow_private', false, $address );
		$options = array(
			'timeout'             => $seconds,
			'redirection'         => 0,
			'limit_response_size' => self::BYTES + 1,
			'user-agent'          => 'wbl-feed-wordpress/' . WBL_FEED_VERSION . ' (+' . home_url( '/' ) . ')',
			'headers'             => $headers,
			'stream'              => true,
			'filename'            => $file,
		);
		if ( $private ) {
			return wp_remote_get( $address, $options );
		}
		$host = (string) wp_parse_url( $address, PHP_URL_HOST );
		$ip   = gethostbyname( $host );
		if ( ! self::is_public( $ip ) ) {
			return new \WP_Error( 'wbl_feed_private', __( 'The address leads into a private network, or nowhere.', 'wbl-feed' ) );
		}
		// What is connected to is what was checked, whatever the name means a moment later.
		$pin = static function ( $handle ) use ( $host, $ip ) {
			curl_setopt( $handle, CURLOPT_RESOLVE, array( "$host:80:$ip", "$host:443:$ip", "$host:8080:$ip" ) ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- WordPress has no option for it; these are the ports that it allows.
		};
		add_action( 'http_api_curl', $pin );
		$answer = wp_safe_remote_get( $address, $options );
		remove_action( 'http_api_curl', $pin );
		return $answer;
	}

	/**
	 * Whether an address of IPv4 is one of the internet: WordPress looks at some of the others only from a late version on.
	 */
	private static function is_public( string $ip ): bool {
		$is_carrier_or_multicast = preg_match( '/^(?:100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|23\d)\./', $ip );
		return ! $is_carrier_or_multicast && false !== filter_var( $ip, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4 | FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE );
	}

	/** A header of an answer; the last where there are several. */
	private static function header( array $answer, string $name ): string {
		$value = wp_remote_retrieve_header( $answer, $name );
		return (string) ( is_array( $value ) ? end( $value ) : $value );
	}
}
