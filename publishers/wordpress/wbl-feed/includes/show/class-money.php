<?php
/**
 * A sum of money in words.
 *
 * @package WblFeed
 */

namespace WblFeed\Show;

defined( 'ABSPATH' ) || exit;

/**
 * A `monetaryAmount` (section 5.4.6) as people read it.
 */
final class Money {

	/**
	 * Such as "16.50 USD an hour", "16–18 USD an hour", "at least 500 USD in all"; empty where there is no number.
	 *
	 * @param \stdClass $sum With value, minValue, maxValue, currency and unitText, as far as they are there.
	 *
	 * phpcs:disable WordPress.NamingConventions.ValidVariableName -- members of the standard.
	 */
	public static function words( \stdClass $sum ): string {
		$amount = self::range( $sum->value ?? $sum->minValue ?? null, $sum->value ?? $sum->maxValue ?? null );
		$units  = array(
			/* translators: %s: a sum of money, such as "16.50 USD". */
			'HOUR'  => __( '%s an hour', 'wbl-feed' ),
			/* translators: %s: a sum of money, such as "16.50 USD". */
			'DAY'   => __( '%s a day', 'wbl-feed' ),
			/* translators: %s: a sum of money, such as "16.50 USD". */
			'WEEK'  => __( '%s a week', 'wbl-feed' ),
			/* translators: %s: a sum of money, such as "16.50 USD". */
			'MONTH' => __( '%s a month', 'wbl-feed' ),
			/* translators: %s: a sum of money, such as "16.50 USD". */
			'YEAR'  => __( '%s a year', 'wbl-feed' ),
			/* translators: %s: a sum of money, such as "16.50 USD". */
			'TOTAL' => __( '%s in all', 'wbl-feed' ),
		);
		return '' === $amount ? '' : sprintf( $units[ $sum->unitText ?? '' ] ?? '%s', trim( $amount . ' ' . ( $sum->currency ?? '' ) ) );
	}

	/**
	 * One number, two with a dash between them, or one with its bound in words.
	 *
	 * @param mixed $least The least; what is no number is not known.
	 * @param mixed $most  The most.
	 */
	public static function range( $least, $most ): string {
		$least = is_numeric( $least ) ? $least : null;
		$most  = is_numeric( $most ) ? $most : null;
		if ( null === $least && null === $most ) {
			return '';
		}
		if ( null === $most ) {
			/* translators: %s: a number. */
			return sprintf( __( 'at least %s', 'wbl-feed' ), self::number( $least ) );
		}
		if ( null === $least ) {
			/* translators: %s: a number. */
			return sprintf( __( 'at most %s', 'wbl-feed' ), self::number( $most ) );
		}
		return $least === $most ? self::number( $least ) : self::number( $least ) . '–' . self::number( $most );
	}

	/**
	 * A number as it is written in the language of the site, with cents where it has a fraction.
	 *
	 * @param int|float $number The number.
	 */
	private static function number( $number ): string {
		return number_format_i18n( $number, floor( $number ) === (float) $number ? 0 : 2 );
	}
}
