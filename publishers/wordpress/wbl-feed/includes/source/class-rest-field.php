<?php
/**
 * Postings written by programs.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Feed\Publishing;
use WblFeed\Standard\Json;
use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * The field `wbl` of the own post type in REST: the posting, whole. Writing one that cannot be in the feed is refused, with
 * all that is wrong. Texts of it take the place of title, content and excerpt.
 */
final class Rest_Field {

	/**
	 * Hooks the field into WordPress.
	 */
	public static function register(): void {
		add_action( 'rest_api_init', array( self::class, 'add' ) );
		add_filter( 'rest_pre_insert_' . Posting_Type::NAME, array( self::class, 'texts' ), 10, 2 );
		add_filter( 'wp_insert_post_empty_content', array( self::class, 'is_refused' ), 10, 2 );
	}

	/**
	 * Whether WordPress refuses a post for want of text. To WordPress "0" and a space are none, and a posting may have
	 * such a title.
	 *
	 * @param bool  $is_empty What WordPress says.
	 * @param array $post     The post that is to be written.
	 */
	public static function is_refused( $is_empty, array $post ): bool {
		return $is_empty && Posting_Type::NAME !== ( $post['post_type'] ?? '' );
	}

	/**
	 * Adds the field.
	 */
	public static function add(): void {
		register_rest_field(
			Posting_Type::NAME,
			'wbl',
			array(
				'get_callback'    => array( self::class, 'read' ),
				'update_callback' => array( self::class, 'write' ),
				'schema'          => array(
					'description' => __( 'The posting, as posting.schema.json of the standard describes it.', 'wbl-feed' ),
					'type'        => 'object',
					'context'     => array( 'edit' ),
					'arg_options' => array(
						'validate_callback' => array( self::class, 'check' ),
						'sanitize_callback' => null,
					),
				),
			)
		);
	}

	/**
	 * The posting of a post.
	 *
	 * @param array $prepared The post as REST shows it.
	 */
	public static function read( array $prepared ): \stdClass {
		return ( new Own_Postings() )->read( get_post( $prepared['id'] ) )->posting;
	}

	/**
	 * What is wrong with a posting that came, or true.
	 *
	 * @param mixed            $value   The field as WordPress decoded it.
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 */
	public static function check( $value, \WP_REST_Request $request ) {
		if ( ! current_user_can( get_post_type_object( Posting_Type::NAME )->cap->edit_posts ) ) {
			return true; // WordPress looks at the fields first, and then says that one may not write
		}
		try {
			$posting = self::value( $value, $request );
		} catch ( \InvalidArgumentException $broken ) {
			return new \WP_Error( 'wbl_not_json', $broken->getMessage(), array( 'status' => 400 ) );
		}
		if ( ! $posting instanceof \stdClass ) {
			return new \WP_Error( 'wbl_not_an_object', __( 'A posting is a JSON object.', 'wbl-feed' ), array( 'status' => 400 ) );
		}
		$wrong = array_values(
			array_filter(
				Publishing::notices( $posting, (int) $request['id'] ),
				static function ( Notice $notice ) {
					return $notice->stops();
				}
			)
		);
		if ( ! $wrong ) {
			return true;
		}
		return new \WP_Error(
			'wbl_not_conforming',
			trim( $wrong[0]->message . ' ' . $wrong[0]->mend ),
			array(
				'status'  => 400,
				'notices' => array_map(
					static function ( Notice $notice ) {
						return $notice->to_array();
					},
					$wrong
				),
			)
		);
	}

	/**
	 * Puts the texts of a posting where WordPress has its own, before the post is written.
	 *
	 * @param \stdClass        $prepared The post as it will be written.
	 * @param \WP_REST_Request $request  The request.
	 */
	public static function texts( $prepared, \WP_REST_Request $request ) {
		if ( ! isset( $request['wbl'] ) ) {
			return $prepared;
		}
		foreach ( Texts::fields( self::value( $request['wbl'], $request ) ) as $field => $text ) {
			if ( ! isset( $prepared->$field ) ) {
				$prepared->$field = wp_unslash( $text ); // REST slashes what it prepared by itself
			}
		}
		return $prepared;
	}

	/**
	 * Keeps a posting that came.
	 *
	 * @param mixed            $value   The field as WordPress decoded it.
	 * @param \WP_Post         $post    The post.
	 * @param string           $name    Name of the field.
	 * @param \WP_REST_Request $request The request.
	 */
	public static function write( $value, \WP_Post $post, string $name, \WP_REST_Request $request ): void {
		Own_Postings::store( $post->ID, self::value( $value, $request ), true );
	}

	/**
	 * The posting as it was sent, with the title, content and excerpt of the same request, which win.
	 *
	 * @param mixed            $value   The field as WordPress decoded it.
	 * @param \WP_REST_Request $request The request.
	 * @return mixed
	 */
	private static function value( $value, \WP_REST_Request $request ) {
		$posting = self::sent( $value, $request );
		if ( ! $posting instanceof \stdClass ) {
			return $posting;
		}
		foreach ( Texts::MEMBERS as $field => $members ) {
			$name = substr( $field, strlen( 'post_' ) );
			if ( ! isset( $request[ $name ] ) ) {
				continue;
			}
			$raw   = is_array( $request[ $name ] ) ? ( $request[ $name ]['raw'] ?? '' ) : $request[ $name ];
			$texts = Texts::of( new \WP_Post( (object) array( $field => is_string( $raw ) ? $raw : '' ) ) );
			foreach ( $members as $member ) {
				unset( $posting->$member );
				if ( isset( $texts->$member ) ) {
					$posting->$member = $texts->$member;
				}
			}
		}
		return $posting;
	}

	/**
	 * The field as it was sent. WordPress decodes objects as arrays, in which `{}` and `[]` are the same.
	 *
	 * @param mixed            $value   The field as WordPress decoded it.
	 * @param \WP_REST_Request $request The request.
	 * @return mixed
	 */
	private static function sent( $value, \WP_REST_Request $request ) {
		if ( $request->is_json_content_type() && '' !== (string) $request->get_body() ) {
			$body = Json::parse( $request->get_body() );
			if ( $body instanceof \stdClass && isset( $body->wbl ) ) {
				return $body->wbl;
			}
		}
		return Json::parse( (string) wp_json_encode( $value ) );
	}
}
