//! Who needs whom, as a graph, and the shortest way around in it. Knows neither resources nor findings.
use std::collections::VecDeque;

/// Most steps that are taken in search of one cycle; a stack has 500 resources at most.
const MOST_STEPS: usize = 5_000_000;

/// A graph of `count` nodes, numbered from 0, with something known of each edge.
#[derive(Debug)]
pub(super) struct Graph<E> {
    pub count: usize,
    /// For each edge where it comes from, where it goes, and what is known of it.
    pub edges: Vec<(usize, usize, E)>,
}

impl<E> Graph<E> {
    /// The edges of a shortest cycle, as indices; of several the one that begins at the first node.
    pub(super) fn shortest_cycle(&self) -> Option<Vec<usize>> {
        let outgoing = self.outgoing_in_cycles();
        let mut shortest: Option<Vec<usize>> = None;
        let mut steps = 0;
        for start in 0..self.count {
            if outgoing[start].is_empty() || steps > MOST_STEPS {
                continue;
            }
            let bound = shortest.as_ref().map_or(usize::MAX, Vec::len);
            if let Some(cycle) = self.cycle_from(start, &outgoing, bound, &mut steps) {
                shortest = Some(cycle);
            }
        }
        shortest
    }

    /// For each node its edges, without those that lead into dead ends or come from where nothing leads.
    fn outgoing_in_cycles(&self) -> Vec<Vec<usize>> {
        let mut kept = vec![true; self.edges.len()];
        for forward in [true, false] {
            let (mut degree, mut reached_by) = (vec![0_usize; self.count], vec![Vec::new(); self.count]);
            for (index, (from, to, _)) in self.edges.iter().enumerate().filter(|(index, _)| kept[*index]) {
                let (from, to) = if forward { (*from, *to) } else { (*to, *from) };
                degree[from] += 1;
                reached_by[to].push((index, from));
            }
            let mut dead: Vec<usize> = (0..self.count).filter(|it| degree[*it] == 0).collect();
            while let Some(node) = dead.pop() {
                for (index, from) in std::mem::take(&mut reached_by[node]) {
                    kept[index] = false;
                    degree[from] -= 1;
                    if degree[from] == 0 {
                        dead.push(from);
                    }
                }
            }
        }
        let mut outgoing = vec![Vec::new(); self.count];
        for (index, (from, _, _)) in self.edges.iter().enumerate().filter(|(index, _)| kept[*index]) {
            outgoing[*from].push(index);
        }
        outgoing
    }

    /// The shortest way from `start` back to it that has less than `bound` edges.
    fn cycle_from(&self, start: usize, outgoing: &[Vec<usize>], bound: usize, steps: &mut usize) -> Option<Vec<usize>> {
        *steps += self.count;
        // For each node the edge by which it was reached, and its distance.
        let mut reached: Vec<Option<(usize, usize)>> = vec![None; self.count];
        let mut waiting = VecDeque::from([(start, 0)]);
        while let Some((node, distance)) = waiting.pop_front() {
            if distance + 1 >= bound {
                return None;
            }
            for edge in &outgoing[node] {
                *steps += 1;
                let to = self.edges[*edge].1;
                if reached[to].is_some() {
                    continue;
                }
                reached[to] = Some((*edge, distance + 1));
                if to == start {
                    return Some(self.way_back(start, &reached));
                }
                waiting.push_back((to, distance + 1));
            }
        }
        None
    }

    fn way_back(&self, start: usize, reached: &[Option<(usize, usize)>]) -> Vec<usize> {
        let mut way = Vec::new();
        let mut node = start;
        while let Some((edge, _)) = reached[node] {
            way.push(edge);
            node = self.edges[edge].0;
            if node == start {
                break;
            }
        }
        way.reverse();
        way
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;

    fn shortest(edges: &[(usize, usize)]) -> Option<Vec<usize>> {
        let edges = edges.iter().map(|(from, to)| (*from, *to, ())).collect();
        Graph { count: 6, edges }.shortest_cycle()
    }

    #[test]
    fn the_shortest_cycle_is_found() {
        assert_eq!(shortest(&[(0, 1), (1, 2), (2, 0), (2, 1), (3, 4)]), Some(vec![1, 3]));
        assert_eq!(shortest(&[(5, 4), (4, 3), (3, 5)]), Some(vec![2, 0, 1]));
        assert_eq!(shortest(&[(0, 1), (3, 3)]), Some(vec![1]));
    }

    #[test]
    fn what_has_no_cycle() {
        assert_eq!(shortest(&[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]), None);
        assert_eq!(shortest(&[]), None);
    }
}
