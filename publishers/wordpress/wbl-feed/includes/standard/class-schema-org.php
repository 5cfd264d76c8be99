<?php
/**
 * A posting as schema.org has jobs and events (spec section 23.2).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Makes the node that stands on the page of a posting; nothing is made up because search engines require it.
 */
final class Schema_Org {

	/** Activities that are a JobPosting, with their `employmentType`. */
	const JOBS = array(
		'internship'           => 'INTERN',
		'co-op'                => 'INTERN',
		'clinical-experience'  => 'OTHER',
		'credit-bearing-wbl'   => 'OTHER',
		'apprenticeship'       => 'OTHER',
		'pre-apprenticeship'   => 'OTHER',
		'part-time-employment' => 'PART_TIME',
		'community-service'    => 'VOLUNTEER',
		'service-learning'     => 'VOLUNTEER',
	);

	/** Activities that are an Event. */
	const EVENTS = array( 'career-day', 'career-fair', 'career-speaker', 'facility-visit', 'job-shadow', 'presentation' );

	/**
	 * Objects here and there: the type, and the properties by our members. A property with an object of its own is
	 * given as its name and the key of that object.
	 */
	const SHAPES = array(
		'organization'  => array(
			'Organization',
			array(
				'name'        => 'name',
				'id'          => '@id',
				'url'         => 'url',
				'sameAs'      => 'sameAs',
				'description' => 'description',
				'email'       => 'email',
			),
		),
		'contact'       => array(
			'ContactPoint',
			array(
				'name'        => 'name',
				'contactType' => 'contactType',
				'email'       => 'email',
				'telephone'   => 'telephone',
			),
		),
		'place'         => array(
			'Place',
			array(
				'name'    => 'name',
				'address' => array( 'address', 'address' ),
				'geo'     => array( 'geo', 'geo' ),
			),
		),
		'address'       => array(
			'PostalAddress',
			array(
				'streetAddress'   => 'streetAddress',
				'addressLocality' => 'addressLocality',
				'addressRegion'   => 'addressRegion',
				'postalCode'      => 'postalCode',
				'addressCountry'  => 'addressCountry',
			),
		),
		'geo'           => array(
			'GeoCoordinates',
			array(
				'latitude'  => 'latitude',
				'longitude' => 'longitude',
			),
		),
		'area'          => array(
			'AdministrativeArea',
			array(
				'name' => 'name',
				'id'   => '@id',
			),
		),
		'term'          => array( 'DefinedTerm', self::TERM ),
		'category'      => array( 'CategoryCode', self::TERM ),
		'image'         => array(
			'ImageObject',
			array(
				'url'            => 'contentUrl',
				'encodingFormat' => 'encodingFormat',
				'alternateName'  => 'alternateName',
			),
		),
		'propertyValue' => array(
			'PropertyValue',
			array(
				'propertyID' => 'propertyID',
				'value'      => 'value',
			),
		),
		'schedule'      => array(
			'Schedule',
			array(
				'startDate'        => 'startDate',
				'endDate'          => 'endDate',
				'startTime'        => 'startTime',
				'endTime'          => 'endTime',
				'scheduleTimezone' => 'scheduleTimezone',
			),
		),
		'job'           => array(
			'JobPosting',
			self::THING + array(
				'title'                         => 'title',
				'datePosted'                    => 'datePosted',
				'hiringOrganization'            => array( 'hiringOrganization', 'organization' ),
				'applicationContact'            => array( 'applicationContact', 'contact' ),
				'jobLocation'                   => array( 'jobLocation', 'place' ),
				'applicantLocationRequirements' => array( 'applicantLocationRequirements', 'area' ),
				'occupationalCategory'          => array( 'occupationalCategory', 'category' ),
				'industry'                      => array( 'industry', 'term' ),
				'skills'                        => array( 'skills', 'term' ),
				'totalOpenings'                 => 'totalJobOpenings',
			),
		),
		'event'         => array(
			'Event',
			self::THING + array(
				'title'       => 'name',
				'description' => 'description',
				'inLanguage'  => 'inLanguage',
			),
		),
	);

	const TERM = array(
		'name'             => 'name',
		'termCode'         => 'termCode',
		'inDefinedTermSet' => 'inDefinedTermSet',
	);

	const THING = array(
		'id'         => '@id',
		'url'        => 'url',
		'sameAs'     => 'sameAs',
		'identifier' => array( 'identifier', 'propertyValue' ),
		'image'      => array( 'image', 'image' ),
	);

	/**
	 * The JobPosting or Event of a posting, without context; null for one that is not open, that is neither, or that
	 * lacks what it must have.
	 *
	 * @param string $time_zone Of the feed.
	 * @param int    $now       Unix time.
	 */
	public static function node( \stdClass $posting, string $time_zone, int $now ): ?\stdClass {
		if ( ! self::is_offered( $posting, $time_zone, $now ) ) {
			return null;
		}
		$node = null;
		if ( isset( self::JOBS[ $posting->activityType ] ) ) {
			$node = Schema_Org_Job::node( $posting, $time_zone, $now );
		} elseif ( in_array( $posting->activityType, self::EVENTS, true ) ) {
			$node = Schema_Org_Event::node( $posting, $time_zone, $now );
		}
		if ( $node ) {
			$node->additionalType = Atom::VOCABULARY . 'activity-type#' . $posting->activityType;
		}
		return $node;
	}

	/** A node with its context, as JSON that cannot end the `script` element in which it stands (23.2, rule 7). */
	public static function script( \stdClass $node ): string {
		$whole               = clone $node;
		$whole->{'@context'} = 'https://schema.org';
		return strtr(
			Json::write( $whole ),
			array(
				'<' => '\u003c',
				'>' => '\u003e',
				'&' => '\u0026',
			)
		);
	}

	/**
	 * An object of a posting as a node, with the members that its shape knows.
	 *
	 * @param string $shape Key of SHAPES.
	 */
	public static function shaped( \stdClass $value, string $shape ): \stdClass {
		list( $type, $properties ) = self::SHAPES[ $shape ];
		$node                      = (object) array( '@type' => $type );
		foreach ( $properties as $ours => $theirs ) {
			$member = $value->$ours ?? array();
			if ( array() === ( is_object( $member ) ? get_object_vars( $member ) : $member ) ) {
				continue;
			}
			if ( is_array( $theirs ) ) {
				list( $name, $inner ) = $theirs;
				$node->$name          = is_array( $member ) ? self::all_shaped( $member, $inner ) : self::shaped( $member, $inner );
			} else {
				$node->$theirs = $member;
			}
		}
		return $node;
	}

	/**
	 * @param \stdClass[] $values
	 * @return \stdClass[]
	 */
	public static function all_shaped( array $values, string $shape ): array {
		return array_map(
			static function ( \stdClass $one ) use ( $shape ): \stdClass {
				return self::shaped( $one, $shape );
			},
			$values
		);
	}

	/** Whether a posting is open for application and not over (section 6). */
	private static function is_offered( \stdClass $posting, string $time_zone, int $now ): bool {
		foreach ( array( 'applicationDeadline', 'validThrough' ) as $end ) {
			if ( isset( $posting->$end ) && Time::ends_at( $posting->$end, $time_zone ) <= $now ) {
				return false;
			}
		}
		return 'open' === $posting->status;
	}
}
