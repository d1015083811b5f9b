namespace Leastwise.Text;

/// <summary>
/// Works answers out on all processors while those before them are written. They come in the order of the questions, and only a few are ahead, so that
/// those of a large account do not lie in memory together.
/// </summary>
public static class Ahead
{
    /// <summary>The answers.</summary>
    /// <param name="questions">What is asked.</param>
    /// <param name="answer">Answers one; called by several threads.</param>
    public static IEnumerable<TAnswer> Of<TQuestion, TAnswer>(IReadOnlyCollection<TQuestion> questions, Func<TQuestion, TAnswer> answer) =>
        questions.Count < 2 || Environment.ProcessorCount < 2 ? questions.Select(answer) : Together(questions, answer);

    private static IEnumerable<TAnswer> Together<TQuestion, TAnswer>(IEnumerable<TQuestion> questions, Func<TQuestion, TAnswer> answer)
    {
        int most = 2 * Environment.ProcessorCount;
        var begun = new Queue<Task<TAnswer>>();
        try
        {
            foreach (TQuestion question in questions)
            {
                begun.Enqueue(Task.Run(() => answer(question)));
                if (begun.Count > most)
                {
                    yield return begun.Dequeue().GetAwaiter().GetResult();
                }
            }

            while (begun.TryDequeue(out Task<TAnswer>? next))
            {
                yield return next.GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Whoever asks may stop early, as where the output is closed; what was begun still reads what will be closed then.
            Task.WhenAll(begun).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        }
    }
}
