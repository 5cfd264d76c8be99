<?php
/**
 * The database falters.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * A query of the ledger failed. What it gave is nothing, and must not be taken for a feed without postings.
 */
final class Unreadable extends \RuntimeException {}
