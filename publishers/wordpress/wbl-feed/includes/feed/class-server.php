<?php
/**
 * Answers to those who fetch the feed.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * Serves the documents over HTTP (section 18.1).
 *
 * WordPress answers conditional requests for its own feeds by the date of the newest post, so that a posting which is taken
 * away, or whose facts change, goes unnoticed. These documents are therefore served before WordPress looks for posts, by
 * an entity tag of their content.
 */
final class Server {

	/**
	 * Seconds for which a copy may be used without asking.
	 */
	const FRESH = 300;

	/**
	 * Hooks the documents into WordPress.
	 */
	public static function register(): void {
		add_action( 'parse_request', array( self::class, 'serve' ), 0 );
	}

	/**
	 * Serves the document that a request names, if it names one.
	 *
	 * @param \WP $wp The request.
	 */
	public static function serve( \WP $wp ): void {
		if ( ! isset( $wp->query_vars[ Discovery::VARIABLE ] ) ) {
			return;
		}
		$name = $wp->query_vars[ Discovery::VARIABLE ];
		self::answer( is_string( $name ) ? $name : '' );
		exit;
	}

	/**
	 * Answers a request for a document with status, headers and body.
	 *
	 * @param string $name Name of a document; see Documents::named.
	 */
	public static function answer( string $name ): void {
		defined( 'DONOTCACHEPAGE' ) || define( 'DONOTCACHEPAGE', true ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- a name that page caches agreed on; they know neither our types nor our tags.
		header( 'Access-Control-Allow-Origin: *' );
		header( 'X-Content-Type-Options: nosniff' );
		header_remove( 'Last-Modified' );
		$method = isset( $_SERVER['REQUEST_METHOD'] ) ? sanitize_key( wp_unslash( $_SERVER['REQUEST_METHOD'] ) ) : 'get';
		if ( ! in_array( $method, array( 'get', 'head' ), true ) ) {
			header( 'Allow: GET, HEAD' );
			self::refuse( 405, __( 'This address can only be read.', 'wbl-feed' ) );
			return;
		}
		if ( ! Settings::ready() ) {
			self::refuse( 404, __( 'This site has not set up its feed yet.', 'wbl-feed' ) );
			return;
		}
		try {
			if ( ! self::was_read() ) {
				self::put_off();
				return;
			}
			$document = Documents::named( $name );
			if ( $document ) {
				self::send( $document, 'head' === $method );
				return;
			}
			self::refuse( 404, __( 'There is no such document. The feed names its pages.', 'wbl-feed' ) );
		} catch ( Unreadable $failed ) {
			self::break_off();
		}
	}

	/**
	 * Sends a document, or says that the reader has it.
	 *
	 * @param Document $document  The document.
	 * @param bool     $head_only Whether headers were asked for alone.
	 */
	private static function send( Document $document, bool $head_only ): void {
		$now   = Clock::now();
		$fresh = $document->turns ? max( 0, min( self::FRESH, $document->turns - $now ) ) : self::FRESH;
		header( 'ETag: ' . $document->etag );
		header( "Cache-Control: public, max-age=$fresh" );
		header_remove( 'Expires' );
		header_remove( 'Pragma' );
		// A date is true to the second: while that second lasts, there may be another change in it.
		$modified = $document->modified < $now ? $document->modified : 0;
		if ( $modified ) {
			header( 'Last-Modified: ' . gmdate( 'D, d M Y H:i:s', $modified ) . ' GMT' );
		}
		if ( self::is_known( $document->etag, $modified ) ) {
			status_header( 304 );
			return;
		}
		status_header( 200 );
		header( "Content-Type: {$document->type}; charset=utf-8" );
		if ( ! $head_only ) {
			call_user_func( $document->body );
		}
	}

	/**
	 * Whether the reader says that it has this version (RFC 9110, section 13.1). The tag decides where there is one.
	 *
	 * @param string $etag     Entity tag.
	 * @param int    $modified Newest change; 0: not known.
	 */
	private static function is_known( string $etag, int $modified ): bool {
		// phpcs:disable WordPress.Security.ValidatedSanitizedInput -- compared, and never shown.
		if ( isset( $_SERVER['HTTP_IF_NONE_MATCH'] ) ) {
			$held = wp_unslash( $_SERVER['HTTP_IF_NONE_MATCH'] );
			// A server that compresses marks the tag, and readers give it back with the mark.
			$held = preg_replace( '/-(?:gzip|br|df|zstd)"|;(?:gzip|br)"/', '"', is_string( $held ) ? $held : '' );
			return '*' === trim( $held ) || in_array( $etag, array_map( array( self::class, 'weak' ), explode( ',', $held ) ), true );
		}
		if ( $modified && isset( $_SERVER['HTTP_IF_MODIFIED_SINCE'] ) ) {
			$since = strtotime( wp_unslash( $_SERVER['HTTP_IF_MODIFIED_SINCE'] ) );
			return false !== $since && $since >= $modified;
		}
		// phpcs:enable
		return false;
	}

	/**
	 * An entity tag without the mark of a weak one, as it is compared for GET (RFC 9110, section 8.8.3.2).
	 *
	 * @param string $tag An entity tag.
	 */
	private static function weak( string $tag ): string {
		return preg_replace( '@^W/@', '', trim( $tag ) );
	}

	/**
	 * Whether all posts were read at least once. Until then the feed would lack postings. If WordPress gets no time for
	 * that by itself, the one who asks gives some.
	 */
	private static function was_read(): bool {
		return 'done' === get_option( Publishing::PROGRESS ) || is_array( get_option( Edition::OPTION ) ) || Publishing::catch_up( 5.0 );
	}

	/**
	 * Says that there is no document yet.
	 */
	private static function put_off(): void {
		header( 'Retry-After: 30' );
		self::refuse( 503, __( 'The postings of this site are being read. Please ask again in half a minute.', 'wbl-feed' ) );
	}

	/**
	 * Ends an answer because the database falters. A document of which a part was sent is left without its end, so that nobody
	 * takes it for a whole one (section 8.2).
	 */
	private static function break_off(): void {
		while ( ob_get_level() && ob_get_length() ) {
			ob_end_clean();
		}
		if ( ! headers_sent() ) {
			header_remove( 'ETag' );
			header_remove( 'Last-Modified' );
			self::put_off();
		}
	}

	/**
	 * Says why there is no document.
	 *
	 * @param int    $status  HTTP status.
	 * @param string $message A sentence.
	 */
	private static function refuse( int $status, string $message ): void {
		status_header( $status );
		nocache_headers();
		header( 'Content-Type: text/plain; charset=utf-8' );
		echo esc_html( $message ), "\n";
	}
}
