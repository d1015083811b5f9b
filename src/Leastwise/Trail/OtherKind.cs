namespace Leastwise.Trail;

/// <summary>Collects what a text without records seems to be, so that it can be called by its name.</summary>
internal sealed class OtherKind
{
    private const int Looks = 512;

    /// <summary>Property names that tell, the most telling first.</summary>
    private static readonly (string Property, string Sentence, bool HoldsNoEvents)[] Known =
    [
        ("digestS3Object", "It is a digest of log files, which holds no events (passed over).", true),
        ("digestStartTime", "It is a digest of log files, which holds no events (passed over).", true),
        ("publicKeyFingerprint", "It is the sign file of saved query results of CloudTrail Lake, which holds no events (passed over).", true),
        ("UserDetailList", "It holds account details (give it to --iam), not CloudTrail records.", false),
        ("RoleDetailList", "It holds account details (give it to --iam), not CloudTrail records.", false),
        ("configurationItems", "It is a snapshot or history of AWS Config, not a CloudTrail log.", false),
        ("configRuleName", "It is a message of AWS Config, not a CloudTrail log.", false),
        ("configurationItem", "It is a message of AWS Config, not a CloudTrail log.", false),
        ("detectorId", "It holds findings of GuardDuty, not CloudTrail records.", false),
        ("ProductArn", "It holds findings of Security Hub, not CloudTrail records.", false),
        ("webaclId", "It is a log of AWS WAF, not a CloudTrail log.", false),
        ("query_name", "It is a log of Route 53 Resolver queries, not a CloudTrail log.", false),
        ("trailList", "It describes trails; it does not hold their records.", false),
        ("PublicKeyList", "It holds public keys for digests, not CloudTrail records.", false),
        ("publicKeyList", "It holds public keys for digests, not CloudTrail records.", false),
        ("Statement", "It is a policy, not a CloudTrail log.", false),
        ("messageType", "It holds messages of CloudWatch Logs that are no CloudTrail records.", false),
        ("logEvents", "It holds messages of CloudWatch Logs that are no CloudTrail records.", false),
    ];

    private int looks;
    private int best = Known.Length;
    private string? said;

    /// <summary>Whether an empty list stood where records stand: a log without events.</summary>
    public bool EmptyList { get; set; }

    /// <summary>Whether nothing is wrong with not reading it.</summary>
    public bool HoldsNoEventsByNature => said is null && best < Known.Length && Known[best].HoldsNoEvents;

    /// <summary>What it is and what to give instead; null for an empty log.</summary>
    public string? Sentence =>
        said
        ?? (best < Known.Length ? Known[best].Sentence
        : EmptyList ? null
        : "It is JSON of another kind, not a CloudTrail log; give files like {\"Records\": [...]}.");

    /// <summary>Looks at the name of a property of something that is no record.</summary>
    public void Meet(string property)
    {
        if (looks++ >= Looks)
        {
            return;
        }

        for (int known = 0; known < best; known++)
        {
            if (property == Known[known].Property)
            {
                best = known;
            }
        }
    }

    /// <summary>Calls it by its name.</summary>
    public void Say(string sentence) => said ??= sentence;
}
