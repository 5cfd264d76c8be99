<?php
/**
 * A posting in the making.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Member;
use WblFeed\Standard\Json;
use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * Gathers what fields say, keeps what cannot be read as it was written, and makes the whole sound.
 *
 * phpcs:disable WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase -- members of the standard are in camel case.
 */
final class Draft {

	/**
	 * Private term of the standard for what could not be read, by the pointer of its member (section 12, rule 3).
	 */
	const AS_WRITTEN = 'https://w3id.org/wbl-feed/v1/terms#as-written';

	/** Characters of a text that are kept where it cannot be read. */
	const KEPT = 2000;

	/**
	 * What was noticed.
	 *
	 * @var Notice[]
	 */
	public $notices = array();

	/**
	 * The posting so far.
	 *
	 * @var \stdClass
	 */
	private $posting;

	/**
	 * The texts of members that are in the posting, by pointer.
	 *
	 * @var array<string, string>
	 */
	private $texts = array();

	/**
	 * The texts that are not in the posting, by pointer.
	 *
	 * @var array<string, string>
	 */
	private $unread = array();

	/**
	 * An empty one.
	 */
	public function __construct() {
		$this->posting = new \stdClass();
	}

	/**
	 * The posting.
	 */
	public function posting(): \stdClass {
		return $this->posting;
	}

	/**
	 * Sets a member.
	 *
	 * @param string $pointer JSON Pointer.
	 * @param mixed  $value   Its value.
	 * @param string $text    What it was read from.
	 */
	public function put( string $pointer, $value, string $text ): void {
		$this->posting           = Json::with( $this->posting, $pointer, $value );
		$this->texts[ $pointer ] = $text;
	}

	/**
	 * Sets the description from HTML or plain text.
	 *
	 * @param string $html What the post has.
	 */
	public function describe( string $html ): void {
		$html  = preg_match( '@<[a-z!/][^>]*>@i', $html ) ? $html : wpautop( $html );
		$clean = Texts::clean( $html );
		$plain = Texts::plain( $clean );
		if ( '' !== $plain ) {
			$this->posting->description     = $plain;
			$this->posting->descriptionHtml = $clean;
		}
	}

	/**
	 * Keeps a text that cannot be read as its member.
	 *
	 * @param Member $member The member.
	 * @param string $text   What stands in the post.
	 */
	public function unreadable( Member $member, string $text ): void {
		$this->unread[ $member->pointer ] = $text;
		$this->notices[] = Notice::warning(
			'unreadable-cell',
			$member->pointer,
			/* translators: 1: words from a post, 2: what they should be, such as "a date, such as 2027-01-15". */
			sprintf( __( '“%1$s” could not be read as %2$s.', 'wbl-feed' ), Notice::shown( $text ), Expected::of( $member ) ),
			__( 'Write it so in the post, or say on the screen “Map your fields” what it means.', 'wbl-feed' ),
			'quality'
		);
	}

	/**
	 * Adds what follows from the rest, leaves out what is not whole, and says what the standard asks to be said.
	 *
	 * @param string $title The title if none was read.
	 */
	public function complete( string $title ): void {
		$this->add_what_follows();
		$this->leave_out_what_is_not_whole();
		$defaults = array(
			'title'        => $title,
			'activityType' => 'unspecified', // Section 5.1, rule 2.
			'status'       => 'open', // A post that is published is.
		);
		foreach ( $defaults as $name => $value ) {
			if ( ! isset( $this->posting->$name ) && '' !== $value ) {
				$this->posting->$name = $value;
			}
		}
		if ( $this->unread ) {
			$kept = array();
			foreach ( $this->unread as $pointer => $text ) {
				$kept[ $pointer ] = (string) preg_replace( '/^(.{' . self::KEPT . '}).*$/su', '$1', $text );
			}
			ksort( $kept );
			$this->posting->ext = (object) array( self::AS_WRITTEN => (object) $kept );
		}
	}

	/**
	 * A way to apply has the method of what is there of it; an amount says that it is paid.
	 */
	private function add_what_follows(): void {
		foreach ( array( 'url', 'email', 'telephone' ) as $way ) {
			$method = 'telephone' === $way ? 'phone' : $way;
			if ( isset( $this->posting->howToApply->$way ) && ! isset( $this->posting->howToApply->method ) ) {
				$this->posting = Json::with( $this->posting, '/howToApply/method', $method );
			}
		}
		if ( isset( $this->posting->howToApply->method ) && 'url' === $this->posting->howToApply->method && ! isset( $this->posting->howToApply->url ) ) {
			$this->posting = Json::with( $this->posting, '/howToApply/method', null );
		}
		$pay = $this->posting->compensation ?? null;
		if ( $pay && ! isset( $pay->status ) ) {
			$amount        = $pay->baseSalary->value ?? $pay->baseSalary->minValue ?? $pay->baseSalary->maxValue ?? 0;
			$this->posting = Json::with( $this->posting, '/compensation/status', $amount > 0 ? 'paid' : 'unknown' );
		}
		if ( isset( $pay->baseSalary ) && ! array_intersect( array( 'value', 'minValue', 'maxValue' ), array_keys( (array) $pay->baseSalary ) ) ) {
			$this->leave_out( '/compensation/baseSalary', false );
		}
	}

	/**
	 * Leaves out objects that lack a member without which they cannot stand, such as an employer with an address and no name.
	 */
	private function leave_out_what_is_not_whole(): void {
		$above = array();
		foreach ( array_keys( $this->texts ) as $pointer ) {
			for ( $holder = dirname( $pointer ); '/' !== $holder; $holder = dirname( $holder ) ) {
				$above[ $holder ] = substr_count( $holder, '/' );
			}
		}
		arsort( $above );
		foreach ( array_keys( $above ) as $holder ) {
			$value  = Json::at( $this->posting, $holder );
			$member = Member::at( $holder );
			if ( $value instanceof \stdClass && $member && ! $member->admits( $value ) ) {
				$this->leave_out( $holder, true );
			}
		}
	}

	/**
	 * Takes an object out, and keeps the texts of its members.
	 *
	 * @param string $holder JSON Pointer of the object.
	 * @param bool   $tell   Whether somebody should know.
	 */
	private function leave_out( string $holder, bool $tell ): void {
		$this->posting = Json::with( $this->posting, $holder, null );
		foreach ( $this->texts as $pointer => $text ) {
			if ( 0 === strpos( $pointer, "$holder/" ) && $tell ) {
				$this->unread[ $pointer ] = $text;
			}
		}
		if ( $tell ) {
			$this->notices[] = Notice::warning(
				'member-left-out',
				$holder,
				/* translators: %s: name of a part of the posting, such as /hiringOrganization. */
				sprintf( __( '%s was left out, because a part that it needs is missing.', 'wbl-feed' ), $holder ),
				__( 'Map the missing part on the screen “Map your fields”, such as the name of an employer whose website is mapped.', 'wbl-feed' ),
				'quality'
			);
		}
	}
}
