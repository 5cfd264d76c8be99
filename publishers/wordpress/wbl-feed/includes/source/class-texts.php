<?php
/**
 * Texts of a post as texts of a posting, and back.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * Title, content and excerpt of a post are `title`, `description` with `descriptionHtml`, and `summary` of a posting.
 */
final class Texts {

	const MEMBERS = array(
		'post_title'   => array( 'title' ),
		'post_excerpt' => array( 'summary' ),
		'post_content' => array( 'description', 'descriptionHtml' ),
	);

	/**
	 * What readers keep of HTML (section 5.5, rule 8, and 20.3).
	 */
	const ELEMENTS = array(
		'p'          => array(),
		'br'         => array(),
		'ul'         => array(),
		'ol'         => array(),
		'li'         => array(),
		'h2'         => array(),
		'h3'         => array(),
		'h4'         => array(),
		'strong'     => array(),
		'em'         => array(),
		'b'          => array(),
		'i'          => array(),
		'blockquote' => array(),
		'a'          => array( 'href' => true ),
	);

	/**
	 * The texts of a post, as members of a posting. A text that is empty is no member.
	 *
	 * @param \WP_Post $post The post.
	 */
	public static function of( \WP_Post $post ): \stdClass {
		$html  = self::html_of( $post );
		$texts = array(
			'title'           => self::cut( self::line( $post->post_title ), 200 ),
			'summary'         => self::cut( self::line( $post->post_excerpt ), 300 ),
			'description'     => self::plain( $html ),
			'descriptionHtml' => $html,
		);
		return (object) array_filter( $texts, 'strlen' );
	}

	/**
	 * The content of a post as clean HTML, without shortcodes and without what other plug-ins add to a page.
	 *
	 * @param \WP_Post $post The post.
	 */
	public static function html_of( \WP_Post $post ): string {
		$content = strip_shortcodes( $post->post_content );
		$html    = has_blocks( $content ) ? Blocks::html( $post, $content ) : wpautop( $content );
		return self::clean( $html );
	}

	/**
	 * HTML with nothing in it but what readers keep.
	 *
	 * @param string $html Any HTML.
	 */
	public static function clean( string $html ): string {
		$html = wp_check_invalid_utf8( $html, true );
		// wp_kses takes away the tags of scripts and styles alone, and leaves what they hold.
		$html = preg_replace( '@<(script|style|template|noscript)\b[^>]*>.*?(</\1\s*>|\z)@is', '', $html );
		$html = wp_kses( (string) $html, self::ELEMENTS, array( 'http', 'https', 'mailto' ) );
		return trim( (string) preg_replace( '/\n{2,}/', "\n", $html ) );
	}

	/**
	 * HTML as plain text: a line for each block, entities as the characters that they are.
	 *
	 * @param string $html Any HTML.
	 */
	public static function plain( string $html ): string {
		$html = (string) preg_replace( '@<(script|style|template|noscript)\b[^>]*>.*?(</\1\s*>|\z)@is', '', $html );
		$html = (string) preg_replace( '@\s+@u', ' ', $html );
		$html = (string) preg_replace( '@<li\b[^>]*>@i', "\n- ", $html );
		$html = (string) preg_replace( '@<br\s*/?>@i', "\n", $html );
		$html = (string) preg_replace( '@</?(p|div|ul|ol|h[1-6]|blockquote|table|tr|section|figure)\b[^>]*>@i', "\n\n", $html );
		$text = html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
		$text = (string) preg_replace( '/[^\S\n]*\n[^\S\n]*/u', "\n", $text );
		$text = (string) preg_replace( '/\n{2,}(?=- )/', "\n", $text );
		return trim( (string) preg_replace( '/\n{3,}/', "\n\n", $text ) );
	}

	/**
	 * A title or an excerpt as one line of plain text. WordPress keeps both as HTML.
	 *
	 * @param string $html The title as it is stored.
	 */
	public static function line( string $html ): string {
		$text = html_entity_decode( wp_strip_all_tags( wp_check_invalid_utf8( $html, true ) ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
		return trim( (string) preg_replace( '/\s+/u', ' ', $text ) );
	}

	/**
	 * The fields of a post that hold these texts, slashed as WordPress expects fields of a post.
	 *
	 * @param \stdClass $posting A posting; only its texts are looked at.
	 */
	public static function fields( \stdClass $posting ): array {
		$html = $posting->descriptionHtml ?? ''; // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		if ( ! is_string( $html ) || '' === $html ) {
			$html = wpautop( self::escaped( $posting->description ?? '' ) );
		}
		return wp_slash(
			array(
				'post_title'   => self::escaped( $posting->title ?? '' ),
				'post_excerpt' => self::escaped( $posting->summary ?? '' ),
				'post_content' => self::clean( $html ),
			)
		);
	}

	/**
	 * Plain text for a field that WordPress reads as HTML.
	 *
	 * @param mixed $text The text; what is none gives an empty one.
	 */
	private static function escaped( $text ): string {
		$text = is_string( $text ) ? (string) preg_replace( '/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/', '', $text ) : '';
		return htmlspecialchars( $text, ENT_NOQUOTES | ENT_SUBSTITUTE, 'UTF-8' );
	}

	/**
	 * A text of at most so many characters; a longer one ends with an ellipsis.
	 *
	 * @param string $text A text.
	 * @param int    $most Number of code points.
	 */
	private static function cut( string $text, int $most ): string {
		return mb_strlen( $text, 'UTF-8' ) > $most ? rtrim( mb_substr( $text, 0, $most - 1, 'UTF-8' ) ) . '…' : $text;
	}
}
