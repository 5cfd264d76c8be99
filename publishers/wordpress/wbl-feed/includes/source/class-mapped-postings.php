<?php
/**
 * Postings that stand in posts of another type.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Dates;
use WblFeed\Feed\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * Reads posts of a type by its mapping: fields of the post, custom fields, terms. No fact is invented and nothing is lost.
 */
final class Mapped_Postings implements Source {

	const KIND     = '/activityType';
	const DEADLINE = '/applicationDeadline';

	/**
	 * The post type.
	 *
	 * @var string
	 */
	private $post_type;

	/**
	 * Where its members come from.
	 *
	 * @var Mapping
	 */
	private $mapping;

	/**
	 * Names of the profiles that the feed follows.
	 *
	 * @var string[]
	 */
	private $profiles;

	/**
	 * A source for a post type.
	 *
	 * @param string $post_type The post type.
	 * @param array  $mapping   Its mapping, as the settings keep it.
	 */
	public function __construct( string $post_type, array $mapping ) {
		$this->post_type = $post_type;
		$this->mapping   = Mapping::from( $mapping );
		$this->profiles  = Settings::profiles();
	}

	/**
	 * The post type.
	 */
	public function post_type(): string {
		return $this->post_type;
	}

	/**
	 * Whether the taxonomies are there by whose terms posts are chosen.
	 */
	public function knows_its_terms(): bool {
		return array_filter( array_keys( $this->mapping->terms ), 'taxonomy_exists' ) === array_keys( $this->mapping->terms );
	}

	/**
	 * Whether a post is for the feed at all, by its categories.
	 *
	 * @param \WP_Post $post A post of the type.
	 */
	public function takes( \WP_Post $post ): bool {
		return $this->mapping->takes( $post );
	}

	/**
	 * Whether it reads postings from a custom field.
	 *
	 * @param string $key The meta key.
	 */
	public function reads( string $key ): bool {
		foreach ( $this->mapping->rules as $rule ) {
			if ( 'meta' === $rule->from && $rule->name === $key ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What a post says, as a posting.
	 *
	 * @param \WP_Post $post A post of the type.
	 */
	public function read( \WP_Post $post ): Reading {
		$draft = new Draft();
		foreach ( $this->mapping->rules as $pointer => $rule ) {
			$texts = Post_Values::of( $post, $rule );
			if ( '/description' === $pointer ) {
				$draft->describe( implode( "\n\n", $texts ) );
				continue;
			}
			$texts = $rule->telling( $texts );
			if ( $texts ) {
				$this->put( $draft, $rule, $texts );
			}
		}
		$draft->complete( Texts::line( $post->post_title ) );
		return new Reading( $draft->posting(), $draft->notices );
	}

	/**
	 * Puts what texts say of a member into the draft.
	 *
	 * @param Draft    $draft The draft.
	 * @param Rule     $rule  The rule that found them.
	 * @param string[] $texts Texts that say something.
	 */
	private function put( Draft $draft, Rule $rule, array $texts ): void {
		$pointer = $rule->member->pointer;
		if ( self::DEADLINE === $pointer && Dates::is_rolling( $texts[0] ) ) {
			$draft->put( '/rolling', true, $texts[0] );
			return;
		}
		$text  = implode( '; ', $texts );
		$value = $rule->value( $texts, $this->profiles );
		if ( null === $value || self::lost_zeros( $pointer, $value ) ) {
			$draft->unreadable( $rule->member, $text );
			if ( self::KIND === $pointer ) {
				$draft->put( $pointer, 'other', $text ); // Section 5.1, rule 2: a kind is stated, and no code fits it.
			}
			return;
		}
		$draft->put( $pointer, $value, $text );
	}

	/**
	 * Whether a postal code lost its zeros, as where it was kept as a number.
	 *
	 * @param string $pointer The member.
	 * @param mixed  $value   Its value.
	 */
	private static function lost_zeros( string $pointer, $value ): bool {
		return '/postalCode' === substr( $pointer, -11 ) && 1 === preg_match( '/^[0-9]{3,4}$/D', (string) $value );
	}
}
