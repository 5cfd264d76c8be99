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
	 * How often a document is written anew that changes meanwhile.
	 */
	const TRIES = 5;

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
			$given = self::was_read() && self::give( $name, 'head' === $method );
		} catch ( Unreadable $failed ) {
			$given = false;
		}
		if ( ! $given ) {
			self::put_off();
		}
	}

	/**
	 * Gives a document, whole: one whose postings change while it is written is written again (section 18.1, rule 4).
	 *
	 * @param string $name      Name of a document.
	 * @param bool   $head_only Whether headers were asked for alone.
	 * @return bool Whether it was given, or said that there is none.
	 */
	private static function give( string $name, bool $head_only ): bool {
		for ( $left = self::TRIES; $left > 0; --$left ) {
			list( $state ) = Ledger::state();
			$document      = Documents::named( $name );
			if ( ! $document ) {
				self::refuse( 404, __( 'There is no such document. The feed names its pages.', 'wbl-feed' ) );
				return true;
			}
			// A date is true to the second: while that second lasts, there may be another change in it.
			$modified = $document->modified < Clock::now() ? $document->modified : 0;
			$is_known = self::is_known( $document->etag, $modified );
			$body     = $is_known || $head_only ? '' : self::body( $document );
			if ( Ledger::state()[0] === $state ) {
				self::send( $document, $modified, $is_known ? 304 : 200, $body );
				return true;
			}
		}
		return false;
	}

	/**
	 * The body of a document.
	 *
	 * @param Document $document The document.
	 */
	private static function body( Document $document ): string {
		ob_start();
		try {
			call_user_func( $document->body );
		} finally {
			$body = (string) ob_get_clean();
		}
		return $body;
	}

	/**
	 * Sends a document, or says that the reader has it.
	 *
	 * @param Document $document The document.
	 * @param int      $modified Its newest change; 0: not to be told.
	 * @param int      $status   200 or 304.
	 * @param string   $body     The body; empty where none is to be sent.
	 */
	private static function send( Document $document, int $modified, int $status, string $body ): void {
		$fresh = $document->turns ? max( 0, min( self::FRESH, $document->turns - Clock::now() ) ) : self::FRESH;
		status_header( $status );
		header( 'ETag: ' . $document->etag );
		header( "Cache-Control: public, max-age=$fresh" );
		header_remove( 'Expires' );
		header_remove( 'Pragma' );
		if ( $modified ) {
			header( 'Last-Modified: ' . gmdate( 'D, d M Y H:i:s', $modified ) . ' GMT' );
		}
		if ( 200 === $status ) {
			header( "Content-Type: {$document->type}; charset=utf-8" );
			echo $body; // phpcs:ignore WordPress.Security.EscapeOutput -- JSON or Atom of its own media type.
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
		return 'done' === get_option( Catch_Up::PROGRESS ) || is_array( get_option( Edition::OPTION ) ) || Catch_Up::run( 5.0 );
	}

	/**
	 * Says that there is no document yet.
	 */
	private static function put_off(): void {
		header( 'Retry-After: 30' );
		self::refuse( 503, __( 'The postings of this site are being read. Please ask again in half a minute.', 'wbl-feed' ) );
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
