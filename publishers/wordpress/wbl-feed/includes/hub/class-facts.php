<?php
/**
 * What is said of a statewide posting, in the language of the page.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

use WblFeed\Show\Money;
use WblFeed\Standard\Time;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Makes lines of facts: what each is called, and what it is, as HTML. What is not known is not among them.
 */
final class Facts {

	/**
	 * The lines of a posting.
	 *
	 * @param array $facts As Part::read() gives them.
	 * @param array $about Of its feed.
	 * @return array[] What each line is called, as plain text, and what it says, as HTML.
	 */
	public static function lines( array $facts, array $about, int $now ): array {
		$zone  = $about['zone'];
		$lines = array(
			array( __( 'Employer', 'wbl-feed' ), self::text( $facts['employer'] ) ),
			array( __( 'Place', 'wbl-feed' ), self::place( $facts ) ),
			array( __( 'Kind', 'wbl-feed' ), self::kind( $facts ) ),
			array( __( 'Dates', 'wbl-feed' ), self::span( $facts['starts'], $facts['until'], $zone ) ),
			array( __( 'Pay', 'wbl-feed' ), self::text( self::pay( $facts ) ) ),
			array( __( 'Grades', 'wbl-feed' ), self::grades( $facts ) ),
			array( __( 'Age', 'wbl-feed' ), self::text( self::age( $facts['youngest'], $facts['oldest'] ) ) ),
			array( __( 'Safety', 'wbl-feed' ), self::text( implode( '; ', self::safety( $facts ) ) ) ),
			array( __( 'Applications', 'wbl-feed' ), self::applications( $facts, $zone, $now ) ),
			array( __( 'Source', 'wbl-feed' ), self::text( $facts['source'] ) ),
			array( __( 'License', 'wbl-feed' ), $facts['license'] === $about['license'] ? '' : self::license( $facts['license'] ) ),
		);
		return array_filter(
			$lines,
			static function ( array $line ): bool {
				return '' !== $line[1];
			}
		);
	}

	/**
	 * Plain text as HTML: ampersands in it are themselves, and nothing in it is taken for a shortcode, which WordPress looks
	 * for in what a block has made.
	 */
	public static function text( string $plain ): string {
		return str_replace( array( '[', ']' ), array( '&#91;', '&#93;' ), esc_html( str_replace( '&', '&amp;', $plain ) ) );
	}

	/** A link to a page of somebody else. */
	public static function link( string $address, string $html, string $attributes = '' ): string {
		return sprintf( '<a href="%s" rel="nofollow noopener"%s>%s</a>', esc_url( $address, array( 'http', 'https' ) ), $attributes, $html );
	}

	/** A licence as a link to its text (spec section 11); what is neither an address nor an SPDX identifier as text. */
	public static function license( string $license ): string {
		if ( 'https://w3id.org/wbl-feed/v1/terms#facts-only' === $license ) {
			return self::text( __( 'facts and links only', 'wbl-feed' ) );
		}
		if ( preg_match( '~^https?://~i', $license ) ) {
			return self::link( $license, self::text( $license ) );
		}
		$known = preg_match( '/^[A-Za-z0-9.+-]+$/D', $license );
		return $known ? self::link( 'https://spdx.org/licenses/' . $license . '.html', self::text( $license ) ) : self::text( $license );
	}

	/** A day, or a moment with its time in the zone of the feed. */
	public static function time( string $date, string $zone ): string {
		$form = (string) get_option( 'date_format' );
		$text = Time::is_date( $date )
			? wp_date( $form, Time::begins_at( $date, 'UTC' ), new \DateTimeZone( 'UTC' ) )
			: wp_date( $form . ' ' . get_option( 'time_format' ) . ' T', Time::unix( $date ), Time::zone( $zone ) );
		return sprintf( '<time datetime="%s">%s</time>', esc_attr( $date ), self::text( (string) $text ) );
	}

	/** What a school grade is called. */
	public static function grade( int $grade ): string {
		if ( $grade > 12 ) {
			/* translators: %d: year of college, 1 to 4. */
			return sprintf( __( 'college year %d', 'wbl-feed' ), $grade - 12 );
		}
		return $grade ? (string) $grade : __( 'kindergarten', 'wbl-feed' );
	}

	private static function label( string $pointer, string $code ): string {
		return Vocabularies::label( $pointer, $code, determine_locale() );
	}

	private static function place( array $facts ): string {
		$mode = in_array( $facts['mode'], array( 'remote', 'hybrid' ), true ) ? array( self::label( '/workMode', $facts['mode'] ) ) : array();
		return self::text( implode( '; ', array_merge( $facts['places'], $mode ) ) );
	}

	/** An unknown code is read as "other" (spec section 13, rule 4). */
	private static function kind( array $facts ): string {
		if ( Choice::NOT_STATED === $facts['type'] ) {
			return in_array( 'type', $facts['unknown'], true ) ? self::not_stated() : '';
		}
		$known = in_array( $facts['type'], array_column( Vocabularies::terms( '/activityType' ), 'code' ), true );
		return self::text( self::label( '/activityType', $known ? $facts['type'] : Choice::OTHER ) );
	}

	private static function span( string $starts, string $until, string $zone ): string {
		if ( '' === $starts || '' === $until ) {
			/* translators: %s: a date. */
			return '' === $starts ? '' : sprintf( self::text( __( 'from %s', 'wbl-feed' ) ), self::time( $starts, $zone ) );
		}
		/* translators: 1: first day, 2: last day. */
		return sprintf( self::text( __( '%1$s to %2$s', 'wbl-feed' ) ), self::time( $starts, $zone ), self::time( $until, $zone ) );
	}

	private static function pay( array $facts ): string {
		$codes = array_column( Vocabularies::terms( '/compensation/status' ), 'code' );
		$parts = array();
		if ( 'unknown' !== $facts['pay'] && in_array( $facts['pay'], $codes, true ) ) {
			$parts[] = self::label( '/compensation/status', $facts['pay'] );
		}
		$parts[] = Money::words( (object) $facts['salary'] );
		return implode( ', ', array_filter( $parts, 'strlen' ) );
	}

	private static function grades( array $facts ): string {
		if ( ! $facts['grades'] ) {
			return in_array( 'grade', $facts['unknown'], true ) ? self::not_stated() : '';
		}
		return self::text( implode( ', ', array_map( array( self::class, 'grade' ), $facts['grades'] ) ) );
	}

	/**
	 * @param mixed $youngest
	 * @param mixed $oldest
	 */
	private static function age( $youngest, $oldest ): string {
		if ( null === $youngest && null === $oldest ) {
			return '';
		}
		if ( null === $oldest ) {
			/* translators: %d: years of age. */
			return sprintf( __( '%d or older', 'wbl-feed' ), $youngest );
		}
		if ( null === $youngest ) {
			/* translators: %d: years of age. */
			return sprintf( __( '%d or younger', 'wbl-feed' ), $oldest );
		}
		/* translators: 1: least, 2: greatest years of age. */
		return sprintf( __( '%1$d to %2$d', 'wbl-feed' ), $youngest, $oldest );
	}

	/**
	 * What the publisher says of the safety of minors; silence and "unknown" are not "no" (spec section 20.2).
	 *
	 * @return string[]
	 */
	private static function safety( array $facts ): array {
		$says = array(
			'hazardous yes'       => __( 'hazardous for minors', 'wbl-feed' ),
			'hazardous no'        => __( 'not hazardous for minors', 'wbl-feed' ),
			'supervised yes'      => __( 'an adult supervises at all times', 'wbl-feed' ),
			'supervised no'       => __( 'an adult does not supervise at all times', 'wbl-feed' ),
			'permit required'     => __( 'work permit required', 'wbl-feed' ),
			'permit not-required' => __( 'no work permit required', 'wbl-feed' ),
		);
		$said = array();
		foreach ( array( 'hazardous', 'supervised', 'permit' ) as $name ) {
			$said[] = $says[ $name . ' ' . $facts[ $name ] ] ?? '';
		}
		return array_filter( $said, 'strlen' );
	}

	/** From when and until when one can apply; before the beginning it is not said that one can (spec section 6, rule 6). */
	private static function applications( array $facts, string $zone, int $now ): string {
		$parts = array();
		if ( '' !== $facts['opens'] && Time::begins_at( $facts['opens'], $zone ) > $now ) {
			/* translators: %s: a date. */
			$parts[] = sprintf( self::text( __( 'not before %s', 'wbl-feed' ) ), self::time( $facts['opens'], $zone ) );
		}
		if ( '' !== $facts['deadline'] ) {
			/* translators: %s: a date. */
			$parts[] = sprintf( self::text( __( 'until %s', 'wbl-feed' ) ), self::time( $facts['deadline'], $zone ) );
		} elseif ( $facts['rolling'] ) {
			$parts[] = self::text( __( 'until the places are filled', 'wbl-feed' ) );
		}
		return implode( ', ', $parts );
	}

	private static function not_stated(): string {
		return '<em>' . esc_html__( 'not stated', 'wbl-feed' ) . '</em>';
	}
}
