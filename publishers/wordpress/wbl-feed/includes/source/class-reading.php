<?php
/**
 * What a post was read as.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * A posting without the members that the plug-in mints, and what was noticed on the way.
 */
final class Reading {

	/**
	 * Members of the posting (section 5 of the standard).
	 *
	 * @var \stdClass
	 */
	public $posting;

	/**
	 * What the source could not read or had to leave out.
	 *
	 * @var \WblFeed\Standard\Notice[]
	 */
	public $notices;

	/**
	 * A reading of a post.
	 *
	 * @param \stdClass $posting Members of the posting.
	 * @param array     $notices What was noticed.
	 */
	public function __construct( \stdClass $posting, array $notices = array() ) {
		$this->posting = $posting;
		$this->notices = $notices;
	}
}
