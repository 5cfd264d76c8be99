<?php
/**
 * One document, ready to be sent.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * What HTTP has to know of a document, and how its body is written.
 */
final class Document {

	/**
	 * Media type.
	 *
	 * @var string
	 */
	public $type;

	/**
	 * Strong entity tag (RFC 9110, section 8.8.3), quotes included.
	 *
	 * @var string
	 */
	public $etag;

	/**
	 * Newest change in seconds since 1970; 0: not known.
	 *
	 * @var int
	 */
	public $modified;

	/**
	 * When time alone will change it; 0: never.
	 *
	 * @var int
	 */
	public $turns;

	/**
	 * Writes the body to the output.
	 *
	 * @var callable
	 */
	public $body;

	/**
	 * A document.
	 *
	 * @param string   $type     Media type.
	 * @param string   $version  A text that is another one when the body is.
	 * @param int      $modified Newest change in seconds since 1970; 0: not known.
	 * @param int      $turns    When time alone will change it; 0: never.
	 * @param callable $body     Writes the body to the output.
	 */
	public function __construct( string $type, string $version, int $modified, int $turns, callable $body ) {
		$this->type     = $type;
		$this->etag     = '"' . substr( $version, 0, 32 ) . '"';
		$this->modified = $modified;
		$this->turns    = $turns;
		$this->body     = $body;
	}
}
