namespace Leastwise.Samples.Iam;

/// <summary>IAM's unique ids: four letters for the kind, seventeen more. EXAMPLE in the middle says that they are invented.</summary>
public static class UniqueId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>
    /// The id of the thing with this ARN. A thing that was made anew has the same ARN and another <paramref name="incarnation"/>.
    /// </summary>
    public static string Of(string prefix, string arn, int incarnation = 1) =>
        prefix + "EXAMPLE" + Dice.For("unique id", prefix, arn, incarnation.ToString()).Word(10, Alphabet);

    /// <summary>A long-term access key id (AKIA) of a user.</summary>
    public static string LongTermKey(string arn, int incarnation = 1) =>
        "AKIAEXAMPLE" + Dice.For("access key", arn, incarnation.ToString()).Word(9, Alphabet);

    /// <summary>A temporary access key id (ASIA) of a session.</summary>
    public static string SessionKey(Dice dice) => "ASIAEXAMPLE" + dice.Word(9, Alphabet);
}
