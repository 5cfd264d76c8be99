<?php
/**
 * How others find the feed.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * Addresses of the documents, and the signs that lead to them (section 15).
 */
final class Discovery {

	/**
	 * The query variable that names a document. It works on every site; the other addresses need pretty permalinks.
	 */
	const VARIABLE = 'wbl_document';

	/**
	 * Paths below the home page, as regular expressions, and the document at each.
	 */
	const PATHS = array(
		'^feed/wbl\.json$'                       => 'json',
		'^feed/wbl-([0-9]{1,4}-[0-9a-f]{16})\.json$' => 'page-$matches[1]',
		'^feed/wbl/?$'                           => 'atom',
		'^\.well-known/wbl-feed/?$'              => 'catalog',
		'^wbl-feed\.json$'                       => 'catalog',
	);

	/**
	 * Hooks the addresses into WordPress.
	 */
	public static function register(): void {
		add_action( 'init', array( self::class, 'add_paths' ) );
		add_filter( 'query_vars', array( self::class, 'add_variable' ) );
		add_action( 'wp_head', array( self::class, 'links' ) );
	}

	/**
	 * Adds the paths.
	 */
	public static function add_paths(): void {
		foreach ( self::PATHS as $path => $document ) {
			add_rewrite_rule( $path, 'index.php?' . self::VARIABLE . '=' . $document, 'top' );
		}
	}

	/**
	 * Adds the query variable.
	 *
	 * @param string[] $names Those that WordPress knows.
	 */
	public static function add_variable( array $names ): array {
		$names[] = self::VARIABLE;
		return $names;
	}

	/**
	 * Address of a document.
	 *
	 * @param string $document `json`, `atom`, `catalog`, or `page-` with number and digest.
	 */
	public static function address( string $document ): string {
		if ( '' === (string) get_option( 'permalink_structure' ) ) {
			return add_query_arg( self::VARIABLE, $document, self::at_home( home_url( '/' ) ) );
		}
		$paths = array(
			'json'    => 'feed/wbl.json',
			'atom'    => 'feed/wbl/',
			'catalog' => '.well-known/wbl-feed',
		);
		return self::at_home( home_url( '/' . ( $paths[ $document ] ?? 'feed/wbl-' . substr( $document, strlen( 'page-' ) ) . '.json' ) ) );
	}

	/**
	 * An address of this site with the scheme of its home page. WordPress gives it that of the present visitor, which must
	 * not change a feed that is for everybody.
	 *
	 * @param string $address An address.
	 */
	public static function at_home( string $address ): string {
		return set_url_scheme( $address, wp_parse_url( get_option( 'home' ), PHP_URL_SCHEME ) );
	}

	/**
	 * An address of this site without scheme and host.
	 *
	 * @param string $address An address.
	 */
	public static function from_root( string $address ): string {
		$query = wp_parse_url( $address, PHP_URL_QUERY );
		return wp_parse_url( $address, PHP_URL_PATH ) . ( $query ? "?$query" : '' );
	}

	/**
	 * Links to the feed in the head of each page.
	 */
	public static function links(): void {
		if ( ! Settings::ready() ) {
			return;
		}
		$types = array(
			'json' => Documents::JSON,
			'atom' => Documents::ATOM,
		);
		foreach ( $types as $document => $type ) {
			printf(
				"<link rel=\"alternate\" type=\"%s\" title=\"%s\" href=\"%s\">\n",
				esc_attr( $type ),
				esc_attr( Settings::get()['name'] ),
				esc_url( self::address( $document ) )
			);
		}
	}

	/**
	 * The catalogue of the site: one feed, in its forms (section 15.2). A copy for trials says that it is one.
	 */
	public static function catalog(): \stdClass {
		$settings = Settings::get();
		$feed     = array(
			'id'            => $settings['feed_id'],
			'name'          => $settings['name'],
			'license'       => $settings['license'],
			'regions'       => array_values( $settings['regions'] ),
			'homePageUrl'   => self::at_home( home_url( '/' ) ),
			'status'        => in_array( wp_get_environment_type(), array( 'staging', 'development' ), true ) ? 'development' : '',
			'distributions' => array(
				self::distribution( self::address( 'json' ), Documents::JSON ),
				self::distribution( rest_url( Rest::SPACE . '/feed' ), Documents::JSON ),
				self::distribution( self::address( 'atom' ), Documents::ATOM ),
			),
		);
		return (object) array(
			'type'        => 'DataCatalog',
			'specVersion' => '1.0',
			'feeds'       => array(
				(object) array_filter(
					$feed,
					static function ( $value ) {
						return array() !== $value && '' !== $value;
					}
				),
			),
		);
	}

	/**
	 * One form of the feed in the catalogue.
	 *
	 * @param string $address Where it is.
	 * @param string $type    Its media type.
	 */
	private static function distribution( string $address, string $type ): \stdClass {
		return (object) array(
			'url'  => self::from_root( $address ),
			'type' => $type,
		);
	}
}
