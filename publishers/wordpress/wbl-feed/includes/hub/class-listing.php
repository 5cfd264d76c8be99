<?php
/**
 * The list of statewide postings as HTML.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

use WblFeed\Feed\Clock;

defined( 'ABSPATH' ) || exit;

/**
 * Writes what visitors see, and hints for those who write the page.
 */
final class Listing {

	/**
	 * The list for a choice; empty where visitors are to see nothing.
	 */
	public static function html( Choice $choice ): string {
		if ( '' === Statewide::base() ) {
			return self::hint( __( 'No statewide collection is set. An administrator can enter one in the settings of WBL postings; until then visitors see nothing here.', 'wbl-feed' ) );
		}
		if ( '' === $choice->path() ) {
			return self::hint( __( 'Choose a region, a kind of activity or a grade. Until then visitors see nothing here.', 'wbl-feed' ) );
		}
		$kept = Statewide::kept( $choice );
		$hint = '' === $kept['problem'] ? '' : self::hint( $kept['problem'] );
		if ( null === $kept['list'] ) {
			return $hint . '<p>' . esc_html__( 'No postings can be shown at the moment.', 'wbl-feed' ) . '</p>';
		}
		return $hint . self::postings( $kept, $choice );
	}

	private static function postings( array $kept, Choice $choice ): string {
		$about = $kept['list']['feed'];
		$now   = Clock::now();
		$open  = array();
		foreach ( $kept['list']['postings'] as $facts ) {
			if ( Part::is_open( $facts, $about, $now ) ) {
				$open[] = $facts;
			}
		}
		$items = '';
		foreach ( array_slice( $open, 0, $choice->limit ) as $facts ) {
			$items .= self::posting( $facts, $about, $choice->level, $now );
		}
		$all  = count( $open ) + $kept['list']['total'] - count( $kept['list']['postings'] );
		$html = '' === $items
			? '<p>' . esc_html__( 'No open postings at the moment.', 'wbl-feed' ) . '</p>'
			: '<ul role="list">' . $items . '</ul>'; // Without the role Safari does not call a list without bullets one.
		if ( $all > $choice->limit ) {
			/* translators: 1: number of postings shown, 2: number of postings in all. */
			$html .= '<p>' . esc_html( sprintf( __( '%1$s of %2$s open postings are shown.', 'wbl-feed' ), number_format_i18n( $choice->limit ), number_format_i18n( $all ) ) ) . '</p>';
		}
		return $html . self::origin( $about, '' === $kept['problem'] ? 0 : $kept['checked'] );
	}

	private static function posting( array $facts, array $about, int $level, int $now ): string {
		$language = '' === $facts['language'] ? $about['language'] : $facts['language'];
		$is_tag   = preg_match( '/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/D', $language );
		$in       = $is_tag ? sprintf( ' lang="%s"', esc_attr( $language ) ) : '';
		$title    = Facts::link( $facts['url'], Facts::text( $facts['title'] ), $in . ' dir="auto"' );
		$lines    = '';
		foreach ( Facts::lines( $facts, $about, $now ) as list( $name, $html ) ) {
			$lines .= '<div><dt>' . esc_html( $name ) . '</dt><dd dir="auto">' . $html . '</dd></div>';
		}
		/* translators: %s: host of a web address, such as careers.example.org. */
		$host = sprintf( __( 'on %s', 'wbl-feed' ), (string) wp_parse_url( $facts['url'], PHP_URL_HOST ) );
		return sprintf( '<li><h%1$d>%2$s</h%1$d><p class="wbl-feed-host">%3$s</p><dl>%4$s</dl></li>', $level, $title, Facts::text( $host ), $lines );
	}

	/**
	 * Whose postings these are, and under what licence (spec section 11, rule 5).
	 *
	 * @param array $about Of the feed.
	 * @param int   $as_of Unix time of the last answer, if the aggregator does not answer now; else 0.
	 */
	private static function origin( array $about, int $as_of ): string {
		$name  = Facts::text( '' === $about['name'] ? (string) wp_parse_url( Statewide::base(), PHP_URL_HOST ) : $about['name'] );
		$name  = '' === $about['url'] ? $name : Facts::link( $about['url'], $name );
		$parts = array();
		/* translators: %s: name of an aggregator. */
		$parts[] = sprintf( esc_html__( 'These postings come from %s. This site has not checked them.', 'wbl-feed' ), $name );
		if ( '' !== $about['attribution'] ) {
			$parts[] = Facts::text( $about['attribution'] );
		}
		if ( '' !== $about['license'] ) {
			/* translators: %s: name of a license. */
			$parts[] = sprintf( esc_html__( 'License: %s.', 'wbl-feed' ), Facts::license( $about['license'] ) );
		}
		if ( $as_of ) {
			$time = sprintf( '<time datetime="%s">%s</time>', esc_attr( gmdate( 'c', $as_of ) ), esc_html( (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $as_of ) ) );
			/* translators: %s: date and time. */
			$parts[] = sprintf( esc_html__( 'The list is as of %s.', 'wbl-feed' ), $time );
		}
		return '<p class="wbl-feed-origin">' . implode( ' ', $parts ) . '</p>';
	}

	private static function hint( string $sentence ): string {
		if ( ! current_user_can( 'edit_posts' ) ) {
			return '';
		}
		return '<p class="wbl-feed-hint"><strong>' . esc_html__( 'Visitors do not see this hint:', 'wbl-feed' ) . '</strong> ' . Facts::text( $sentence ) . '</p>';
	}
}
