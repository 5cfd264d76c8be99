<?php
/**
 * The preview beside the mapping.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Editor\Findings;
use WblFeed\Feed\Publishing;
use WblFeed\Show\Facts;
use WblFeed\Source\Inventory;
use WblFeed\Source\Mapped_Postings;
use WblFeed\Source\Reading;
use WblFeed\Source\Texts;

/**
 * Shows one post as the posting that it becomes, as people read it, and what is wrong with it. Nothing need be saved for it.
 */
final class Mapping_Preview {

	const ROUTE = '/preview';

	/**
	 * Adds the route by which the screen's script asks for a preview.
	 */
	public static function add_route(): void {
		register_rest_route(
			'wbl/v1',
			self::ROUTE,
			array(
				'methods'             => 'POST',
				'callback'            => array( self::class, 'answer' ),
				'permission_callback' => static function () {
					return current_user_can( 'manage_options' );
				},
				'args'                => array( 'wbl' => array( 'type' => 'object', 'required' => true ) ),
			)
		);
	}

	/**
	 * The preview of the form as it is at this moment, and the choices of meanings that go with the member that was changed.
	 *
	 * @param \WP_REST_Request $request With the form in `wbl`, and perhaps a pointer in `changed`.
	 * @return array|\WP_Error
	 */
	public static function answer( \WP_REST_Request $request ) {
		$form = Mapping_Form::sent( (array) $request['wbl'] );
		if ( ! $form ) {
			return new \WP_Error( 'wbl_no_post_type', __( 'Posts of this type cannot be mapped.', 'wbl-feed' ), array( 'status' => 400 ) );
		}
		$changed = is_string( $request['changed'] ) ? $request['changed'] : '';
		return array(
			'preview'  => self::printed(
				static function () use ( $form ) {
					self::show( $form );
				}
			),
			'meanings' => self::printed(
				static function () use ( $form, $changed ) {
					( new Mapping_Rows( $form ) )->show_words( $changed );
				}
			),
		);
	}

	/**
	 * Prints the preview.
	 *
	 * @param Mapping_Form $form The form.
	 */
	public static function show( Mapping_Form $form ): void {
		$posts = Inventory::posts( $form->post_type, 2, $form->shown, $form->mapping->terms );
		printf( '<input type="hidden" name="wbl[shown]" value="%d">', (int) $form->shown );
		if ( ! $posts ) {
			printf( '<p>%s</p>', esc_html__( 'There is no published post to show.', 'wbl-feed' ) );
			self::buttons( $form->shown, false );
			return;
		}
		$post    = $posts[0];
		$reading = ( new Mapped_Postings( $form->post_type, $form->mapping->to_array() ) )->read( $post );
		$reading->posting = Publishing::with_consent( $reading->posting );
		self::buttons( $form->shown, isset( $posts[1] ) );
		printf( '<h3>%s</h3><p><a href="%s">%s</a></p>', esc_html( $reading->posting->title ?? '' ), esc_url( (string) get_edit_post_link( $post->ID, 'raw' ) ), esc_html__( 'Edit this post', 'wbl-feed' ) );
		self::facts( $reading->posting );
		self::problems( $reading, $post->ID );
	}

	/**
	 * What a function prints.
	 *
	 * @param callable $prints The function.
	 */
	private static function printed( callable $prints ): string {
		ob_start();
		$prints();
		return (string) ob_get_clean();
	}

	/**
	 * Prints the buttons to the posts before and after.
	 *
	 * @param int  $shown Number of the post that is shown.
	 * @param bool $more  Whether one comes after it.
	 */
	private static function buttons( int $shown, bool $more ): void {
		/* translators: %d: number of a post, 1 for the newest. */
		printf( '<p class="wbl-map-steps"><span>%s</span> ', esc_html( sprintf( __( 'Post %d, the newest first', 'wbl-feed' ), $shown + 1 ) ) );
		foreach ( array( array( $shown - 1, __( 'Newer', 'wbl-feed' ), $shown > 0 ), array( $shown + 1, __( 'Older', 'wbl-feed' ), $more ) ) as list( $number, $label, $there ) ) {
			printf( '<button type="submit" class="button" name="wbl[show]" value="%d"%s>%s</button> ', (int) $number, disabled( $there, false, false ), esc_html( $label ) );
		}
		echo '</p>';
	}

	/**
	 * Prints what the posting says.
	 *
	 * @param \stdClass $posting The posting.
	 */
	private static function facts( \stdClass $posting ): void {
		echo '<dl class="wbl-map-facts">';
		foreach ( Facts::of( $posting ) as list( $label, $words ) ) {
			printf( '<dt>%s</dt><dd>%s</dd>', esc_html( $label ), esc_html( $words ) );
		}
		echo '</dl>';
		$html = $posting->descriptionHtml ?? ''; // phpcs:ignore WordPress.NamingConventions.ValidVariableName -- a member of the standard.
		if ( '' !== $html ) {
			printf( '<details class="wbl-map-text"><summary>%s</summary>%s</details>', esc_html__( 'Description', 'wbl-feed' ), wp_kses( $html, Texts::ELEMENTS, array( 'http', 'https', 'mailto' ) ) );
		}
	}

	/**
	 * Prints what is wrong with the posting.
	 *
	 * @param Reading $reading What the post was read as.
	 * @param int     $post_id The post.
	 */
	private static function problems( Reading $reading, int $post_id ): void {
		$notices = array_merge( $reading->notices, Publishing::notices( $reading->posting, $post_id ) );
		if ( ! $notices ) {
			printf( '<p class="wbl-map-good">%s</p>', esc_html__( 'Nothing is wrong with it.', 'wbl-feed' ) );
			return;
		}
		printf( '<h4>%s</h4><ul class="wbl-map-problems">', esc_html__( 'What to look at', 'wbl-feed' ) );
		foreach ( $notices as $notice ) {
			printf( '<li class="wbl-map-%s"><strong>%s</strong> %s</li>', esc_attr( $notice->severity ), esc_html( Findings::severity( $notice ) ), esc_html( Problems::words( $notice ) ) );
		}
		echo '</ul>';
	}
}
