<?php
/**
 * Codes and names of members against the vocabularies and schemas (spec sections 12, 13, 21 and 22.2).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Codes are in the vocabulary of their member; members that the version does not know are named.
 */
final class Codes {

	/** How alike two names are, in per cent, to be taken for the same with a typing error. */
	const ALIKE = 75.0;

	/**
	 * @param string[] $named IRIs of the profiles that the feed names.
	 * @return Notice[]
	 */
	public static function check( Look $look, array $named ): array {
		$notices = array();
		foreach ( $look->codes as $pointer => list( $code, $member ) ) {
			array_push( $notices, ...self::of_code( $code, $member, $pointer, $named ) );
		}
		foreach ( $look->unknown as $pointer => $names ) {
			$tokens    = Json::tokens( $pointer );
			$meant     = self::nearest( end( $tokens ), $names );
			$advice    = null === $meant ? 'Readers pass it over. Terms of your own are under ext, keyed by an IRI.' : "Did you mean “{$meant}”?";
			$notices[] = Notice::info( 'unknown_member', $pointer, "The member $pointer is not known to this version.", $advice );
		}
		foreach ( $look->empty as $pointer ) {
			$notices[] = Notice::warning( 'empty_array', $pointer, "$pointer is an empty list.", 'Leave the member out.' );
		}
		foreach ( $look->deprecated as $pointer => $instead ) {
			$notices[] = Notice::info( 'deprecated_member', $pointer, "The member $pointer is deprecated.", $instead );
		}
		return $notices;
	}

	/**
	 * @return Notice[]
	 */
	private static function of_code( string $code, string $member, string $pointer, array $named ): array {
		$terms = Vocabularies::of_core( $member );
		if ( isset( $terms[ $code ] ) ) {
			return self::deprecated( $terms[ $code ], $pointer );
		}
		$shown = Notice::shown( $code );
		if ( false === strpos( $code, ':' ) ) {
			$meant = Vocabularies::find( $member, $code ) ?? self::nearest( $code, array_keys( $terms ) );
			if ( null !== $meant ) {
				$advice = "Did you mean “{$meant}”?";
			} elseif ( array() !== $terms ) {
				$advice = 'Use one of: ' . implode( ', ', array_keys( $terms ) ) . '.';
			} else {
				$advice = 'Use a code of a profile, such as “us-ma:petm”, or an IRI of your own.';
			}
			return array( Notice::error( 'unknown_code', $pointer, "$pointer is “{$shown}”, which is no code of this vocabulary.", $advice ) );
		}
		$profile = Profile::by_prefix( strstr( $code, ':', true ) );
		if ( null === $profile ) {
			return array();
		}
		$terms = $profile->terms( $member );
		if ( ! isset( $terms[ $code ] ) ) {
			$meant  = self::nearest( $code, array_keys( $terms ) );
			$advice = null === $meant ? "See {$profile->id}." : "Did you mean “{$meant}”?";
			return array( Notice::warning( 'unknown_profile_code', $pointer, "$pointer is “{$shown}”, which the profile does not have for this member.", $advice ) );
		}
		$notices = self::deprecated( $terms[ $code ], $pointer );
		if ( ! in_array( $profile->id, $named, true ) ) {
			$notices[] = Notice::warning( 'profile_not_named', $pointer, "The code “{$shown}” belongs to a profile that the feed does not name.", "Choose the profile {$profile->title} in the settings of the feed." );
		}
		return $notices;
	}

	/**
	 * @return Notice[]
	 */
	private static function deprecated( \stdClass $term, string $pointer ): array {
		if ( empty( $term->deprecated ) ) {
			return array();
		}
		$instead = $term->deprecated->replacedBy ?? '';
		$advice  = '' === $instead ? 'Leave it out.' : "Write “{$instead}” instead.";
		return array( Notice::info( 'deprecated_code', $pointer, "The code “{$term->code}” at $pointer is deprecated.", $advice ) );
	}

	/**
	 * The name that another one was most likely meant to be.
	 *
	 * @param string[] $names
	 */
	private static function nearest( string $name, array $names ): ?string {
		$best  = null;
		$most  = self::ALIKE;
		$small = Spelling::words( substr( $name, 0, 60 ) ); // similar_text() is slow for long texts.
		foreach ( $names as $one ) {
			similar_text( $small, Spelling::words( (string) $one ), $alike );
			if ( $alike >= $most ) {
				$best = (string) $one;
				$most = $alike;
			}
		}
		return $best;
	}
}
