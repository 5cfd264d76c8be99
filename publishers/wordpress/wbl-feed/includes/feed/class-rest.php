<?php
/**
 * The same documents by REST.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * Routes for those to whom REST is the way to WordPress. Where a security plug-in closes it to guests, the other addresses
 * answer.
 */
final class Rest {

	const SPACE = 'wbl/v1';

	const ROUTES = array(
		'/feed'    => 'json',
		'/atom'    => 'atom',
		'/catalog' => 'catalog',
	);

	/**
	 * Hooks the routes into WordPress.
	 */
	public static function register(): void {
		add_action( 'rest_api_init', array( self::class, 'add' ) );
		add_filter( 'rest_pre_serve_request', array( self::class, 'serve' ), 10, 3 );
	}

	/**
	 * Adds the routes.
	 */
	public static function add(): void {
		foreach ( self::ROUTES as $route => $document ) {
			register_rest_route(
				self::SPACE,
				$route,
				array(
					'methods'             => 'GET',
					'permission_callback' => '__return_true', // what is in the feed is for everybody
					'callback'            => static function () {
						return null; // the document is written by serve(), which can do so bit by bit
					},
				)
			);
		}
	}

	/**
	 * Writes the document in place of what REST would write.
	 *
	 * @param bool              $served  Whether another has written it.
	 * @param \WP_HTTP_Response $result  What REST would write.
	 * @param \WP_REST_Request  $request The request.
	 */
	public static function serve( $served, $result, $request ): bool {
		$route = substr( $request->get_route(), strlen( '/' . self::SPACE ) );
		if ( $served || 200 !== $result->get_status() || 0 !== strpos( $request->get_route(), '/' . self::SPACE . '/' ) || ! isset( self::ROUTES[ $route ] ) ) {
			return (bool) $served;
		}
		Server::answer( self::ROUTES[ $route ] );
		return true;
	}
}
