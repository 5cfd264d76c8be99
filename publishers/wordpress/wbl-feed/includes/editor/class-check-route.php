<?php
/**
 * The check while one types.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Feed\Publishing;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;

defined( 'ABSPATH' ) || exit;

/**
 * `POST wbl/v1/check`: the panel sends what stands in it, under the names under which it would be saved, and is told what is
 * wrong with it. Nothing is saved.
 */
final class Check_Route {

	/**
	 * Hooks the route into WordPress.
	 */
	public static function register(): void {
		add_action( 'rest_api_init', array( self::class, 'add' ) );
	}

	/**
	 * Adds the route.
	 */
	public static function add(): void {
		$text = array(
			'type'    => 'string',
			'default' => '',
		);
		register_rest_route(
			'wbl/v1',
			'/check',
			array(
				'methods'             => 'POST',
				'callback'            => array( self::class, 'answer' ),
				'permission_callback' => array( self::class, 'allowed' ),
				'args'                => array(
					'post'    => array(
						'type'     => 'integer',
						'required' => true,
					),
					'title'   => $text,
					'content' => $text,
					'excerpt' => $text,
					'wbl'     => array(
						'type'    => 'object',
						'default' => array(),
					),
				),
			)
		);
	}

	/**
	 * Whether the person may edit this posting.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	public static function allowed( \WP_REST_Request $request ): bool {
		$post = get_post( (int) $request['post'] );
		return $post && Posting_Type::NAME === $post->post_type && current_user_can( 'edit_post', $post->ID );
	}

	/**
	 * What is wrong, by the fields of the form and as HTML for them.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	public static function answer( \WP_REST_Request $request ): array {
		$post     = get_post( (int) $request['post'] );
		$form     = new Form( $request['wbl'], Own_Postings::posting( $post->ID ) );
		$texts    = array(
			'post_title'   => $request['title'],
			'post_content' => $request['content'],
			'post_excerpt' => $request['excerpt'],
		);
		$posting  = Draft::posting( Form::with_currency( $form->posting() ), $post, $texts );
		$findings = new Findings( Publishing::notices( $posting, $post->ID ), $form );
		$fields   = array();
		foreach ( $findings->fields() as $pointer ) {
			$fields[ $pointer ] = array(
				'wrong' => $findings->wrong( $pointer ),
				'html'  => $findings->html( $pointer ),
			);
		}
		return array(
			'conforming' => $findings->conforming(),
			'verdict'    => $findings->verdict( $post->ID ),
			'list'       => $findings->list_html(),
			'useful'     => Useful::html( $posting ),
			'fields'     => (object) $fields,
		);
	}
}
