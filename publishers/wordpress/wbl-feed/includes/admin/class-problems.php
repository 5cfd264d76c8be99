<?php
/**
 * What is to be mended in a posting.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Editor\Fields as Fields_Of_Postings;
use WblFeed\Editor\Sentences;
use WblFeed\Feed\Publishing;
use WblFeed\Source\Texts;
use WblFeed\Standard\Notice;

/**
 * Reads the notices that publishing left beside a post, and shows them.
 */
final class Problems {

	/**
	 * What is wrong with a post, those notices first that keep it out of the feed. Mere advice is left to the editor.
	 *
	 * @param int $post_id The post.
	 * @return Notice[] All are errors.
	 */
	public static function of( int $post_id ): array {
		$written = json_decode( (string) get_post_meta( $post_id, Publishing::PROBLEMS, true ), true );
		$stops   = array();
		$others  = array();
		foreach ( is_array( $written ) ? $written : array() as $each ) {
			$notice = Notice::from_array( $each );
			if ( $notice->stops() ) {
				$stops[] = $notice;
			} elseif ( 'error' === $notice->severity ) {
				$others[] = $notice;
			}
		}
		return array_merge( $stops, $others );
	}

	/**
	 * A notice of a posting in the words of its form: which field, what is wrong, and how it is mended.
	 *
	 * @param Notice $notice The notice.
	 * @return string Plain text.
	 */
	public static function words( Notice $notice ): string {
		$field    = Fields_Of_Postings::at( $notice->pointer );
		$sentence = Sentences::of( $notice, $field );
		return $field ? sprintf( '%s: %s', $field->label, $sentence ) : $sentence;
	}

	/**
	 * The title of a post as plain text; words for "none" where it has none.
	 *
	 * @param \WP_Post $post The post.
	 */
	public static function title( \WP_Post $post ): string {
		$title = Texts::line( $post->post_title );
		return '' === $title ? __( '(without a title)', 'wbl-feed' ) : $title;
	}

	/**
	 * Prints the posts with what is to be mended in each, and a link to where it is mended.
	 *
	 * @param \WP_Post[] $posts The posts.
	 * @return void
	 */
	public static function show( array $posts ): void {
		echo '<ul class="wbl-mend">';
		foreach ( $posts as $post ) {
			$title = self::title( $post );
			$link  = get_edit_post_link( $post );
			echo '<li>';
			if ( $link ) {
				printf( '<a href="%s">%s</a>', esc_url( $link ), esc_html( $title ) );
			} else {
				echo esc_html( $title );
			}
			echo '<ul>';
			foreach ( self::of( $post->ID ) as $notice ) {
				printf( '<li>%s</li>', esc_html( self::words( $notice ) ) );
			}
			echo '</ul></li>';
		}
		echo '</ul>';
	}
}
