<?php
/**
 * A posting for people, on its own page.
 *
 * @package WblFeed
 */

namespace WblFeed\Show;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Ledger;
use WblFeed\Feed\Publishing;
use WblFeed\Feed\Settings;
use WblFeed\Hub\Block;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Standard\Json;
use WblFeed\Standard\Time;

defined( 'ABSPATH' ) || exit;

/**
 * The facts of a posting below the text of its page, and where to apply. Themes know title and text alone.
 *
 * phpcs:disable WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase -- members of the standard are in camel case.
 */
final class Page_Facts {

	/**
	 * Members that the page shows elsewhere, or that say nothing to people.
	 */
	const ELSEWHERE = array( 'id', 'url', 'summary', 'status', 'dateModified', 'previousIds', 'sameAs', 'notSameAs', 'replaces', 'image', 'provenance', 'howToApply', 'translations' );

	/**
	 * Hooks the facts into WordPress.
	 */
	public static function register(): void {
		add_filter( 'the_content', array( self::class, 'add' ), 20 );
	}

	/**
	 * The text of a page, with the facts below it.
	 *
	 * @param string $content The text.
	 */
	public static function add( $content ): string {
		if ( ! is_singular( Posting_Type::NAME ) || ! in_the_loop() || ! is_main_query() || post_password_required() ) {
			return (string) $content;
		}
		$posting = self::sound( get_post() );
		if ( ! $posting ) {
			return (string) $content;
		}
		$lines = '';
		foreach ( Facts::of( (object) array_diff_key( get_object_vars( $posting ), array_flip( self::ELSEWHERE ) ) ) as list( $name, $words ) ) {
			$lines .= '<dt><strong>' . esc_html( $name ) . '</strong></dt><dd>' . make_clickable( nl2br( esc_html( $words ) ) ) . '</dd>';
		}
		$facts = '' === $lines ? '' : "<dl>$lines</dl>";
		wp_enqueue_style( Block::STYLE );
		return $content . '<div class="wbl-feed-facts">' . $facts . self::apply( $posting ) . self::translations( $posting ) . '</div>';
	}

	/**
	 * The posting of a post; where it has a mistake that may give it any shape, what the feed has of it, or null.
	 *
	 * @param \WP_Post $post The post.
	 */
	private static function sound( \WP_Post $post ): ?\stdClass {
		$posting = Publishing::with_consent( ( new Own_Postings() )->read( $post )->posting );
		foreach ( Publishing::notices( $posting, $post->ID ) as $notice ) {
			if ( $notice->stops() ) {
				$row = Ledger::row( $post->ID );
				return $row && ! $row->deleted ? Json::parse( $row->item ) : null;
			}
		}
		return $posting;
	}

	/**
	 * The texts in other languages, each marked as such for those who hear it read.
	 *
	 * @param \stdClass $posting The posting.
	 */
	private static function translations( \stdClass $posting ): string {
		$html = '';
		foreach ( $posting->translations ?? array() as $texts ) {
			$title = isset( $texts->title ) ? '<h2>' . esc_html( $texts->title ) . '</h2>' : '';
			$words = wpautop( esc_html( $texts->description ?? $texts->summary ?? '' ) );
			$html .= sprintf( '<div lang="%s" dir="auto">%s</div>', esc_attr( $texts->inLanguage ), $title . $words );
		}
		return $html;
	}

	/**
	 * Where to apply, or that one cannot (section 6).
	 *
	 * @param \stdClass $posting The posting.
	 */
	private static function apply( \stdClass $posting ): string {
		$now  = Clock::now();
		$zone = Settings::time_zone();
		foreach ( array( $posting->applicationDeadline ?? '', $posting->validThrough ?? '' ) as $end ) {
			if ( '' !== $end && Time::ends_at( $end, $zone ) <= $now ) {
				return self::sentence( __( 'Applications are closed.', 'wbl-feed' ) );
			}
		}
		$says = array(
			'paused' => __( 'Applications are not accepted for now.', 'wbl-feed' ),
			'filled' => __( 'All places are taken.', 'wbl-feed' ),
			'closed' => __( 'Applications are closed.', 'wbl-feed' ),
		);
		if ( isset( $says[ $posting->status ] ) ) {
			return self::sentence( $says[ $posting->status ] );
		}
		$start = $posting->applicationStartDate ?? '';
		if ( '' !== $start && Time::begins_at( $start, $zone ) > $now ) {
			return self::sentence( __( 'Applications are not accepted yet.', 'wbl-feed' ) );
		}
		return self::way( $posting->howToApply ?? new \stdClass() );
	}

	/**
	 * The way to apply: what to do, and links.
	 *
	 * @param \stdClass $how The member `howToApply`.
	 */
	private static function way( \stdClass $how ): string {
		$words = array();
		foreach ( array( 'instructions', 'telephone' ) as $name ) {
			if ( isset( $how->$name ) ) {
				$words[] = nl2br( esc_html( $how->$name ) );
			}
		}
		if ( isset( $how->email ) ) {
			$words[] = sprintf( '<a href="%s">%s</a>', esc_url( 'mailto:' . $how->email ), esc_html( $how->email ) );
		}
		$url = esc_url( $how->url ?? '', array( 'http', 'https' ) );
		if ( '' !== $url ) {
			/* translators: %s: host of a web address, such as careers.example.org. */
			$text    = sprintf( __( 'Apply on %s', 'wbl-feed' ), (string) wp_parse_url( $how->url, PHP_URL_HOST ) );
			$words[] = sprintf( '<a href="%s" rel="nofollow noopener">%s</a>', $url, esc_html( $text ) );
		}
		return $words ? '<p>' . implode( '<br>', $words ) . '</p>' : '';
	}

	/**
	 * A sentence as a paragraph that stands out.
	 *
	 * @param string $words The sentence.
	 */
	private static function sentence( string $words ): string {
		return '<p><strong>' . esc_html( $words ) . '</strong></p>';
	}
}
